package http;
public record HeadLimits(int maxHead, int maxTarget, int maxFields) {
    public static final HeadLimits DEFAULT = new HeadLimits(32 << 10, 8 << 10, 100);
}
