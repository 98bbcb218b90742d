package chat;

/**
 * Which connections a trace is of: all, those of one room, or the one that has a number.
 *
 * @param room   null for any; empty for the room at "/"
 * @param number 0 for any
 */
record TraceScope(String room, long number) {
    /** @param value a room's name or path, or a number; empty for all connections */
    static TraceScope parse(String value) throws UsageException {
        if (value.isEmpty()) {
            return new TraceScope(null, 0);
        }
        if (value.matches("[0-9]{1,18}")) {
            return new TraceScope(null, Long.parseLong(value));
        }
        String room = RoomName.ofPath(value.startsWith("/") ? value : "/rooms/" + value);
        if (room == null) {
            throw new UsageException("--trace takes a room as tea or /rooms/tea (/ for the room at /), or the number of"
                    + " a member, as 3; not " + value);
        }
        return new TraceScope(room, 0);
    }

    boolean isAll() {
        return room == null && number == 0;
    }

    boolean has(String room, long number) {
        return (this.room == null || this.room.equals(room)) && (this.number == 0 || this.number == number);
    }

    @Override
    public String toString() {
        return isAll() ? "all connections" : number != 0 ? "connection " + number
                : "the room " + (room.isEmpty() ? "/" : "/rooms/" + room);
    }
}
