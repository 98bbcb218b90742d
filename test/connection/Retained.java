package connection;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** How many bytes an object keeps in arrays and buffers, itself or in the objects of {@code src} that it refers to. */
final class Retained {
    private static final Set<String> CHAPTERS = Set.of("http", "handshake", "frame", "message", "connection");

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Retained() {}

    /** A site, an endpoint, a session and a feed are the surroundings, and aren't counted. */
    static long bytes(Connection connection) {
        try {
            return new Retained().count(connection);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private long count(Object object) throws IllegalAccessException {
        if (object == null || object instanceof Site || object instanceof Session || object instanceof Feed
                || !seen.add(object)) {
            return 0;
        }
        if (object instanceof ByteBuffer buffer) {
            return buffer.capacity();
        }
        if (object instanceof byte[] bytes) {
            return bytes.length;
        }
        long sum = 0;
        if (object instanceof Collection<?> collection) {
            for (Object element : collection) {
                sum += 16 + count(element);
            }
            return sum;
        }
        if (object.getClass().isArray() && !object.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                sum += count(Array.get(object, i));
            }
            return sum;
        }
        if (!CHAPTERS.contains(object.getClass().getPackageName()) || object instanceof Enum) {
            return 0;
        }
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                sum += count(field.get(object));
            }
        }
        return sum;
    }
}
