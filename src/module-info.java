/** A WebSocket chat room with nothing but the JDK. */
module chat.room {
    requires java.base;
}
