package loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nobody takes all the connections. */
class AddressesTest {
    private static InetSocketAddress peer(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    @Test
    void anAddressHasAsManyConnectionsAsItMayHaveAndOthersHaveTheirOwn() {
        var addresses = new Addresses(2);
        assertTrue(addresses.enters(peer("192.0.2.1", 1)));
        assertTrue(addresses.enters(peer("192.0.2.1", 2)));
        assertFalse(addresses.enters(peer("192.0.2.1", 3)));
        assertTrue(addresses.enters(peer("192.0.2.2", 1)));
        addresses.leaves(peer("192.0.2.1", 1));
        assertTrue(addresses.enters(peer("192.0.2.1", 4)));
        assertFalse(addresses.enters(peer("192.0.2.1", 5)));
    }

    @Test
    void ofIpv6TheNetworkCounts() {
        var addresses = new Addresses(1);
        assertTrue(addresses.enters(peer("2001:db8:0:1::1", 1)));
        assertFalse(addresses.enters(peer("2001:db8:0:1:ffff:ffff:ffff:ffff", 1)));
        assertTrue(addresses.enters(peer("2001:db8:0:2::1", 1)));
        assertTrue(addresses.enters(peer("192.0.2.1", 1)));
        assertFalse(addresses.enters(peer("::ffff:192.0.2.1", 1)), "the same address, in the form of IPv6");
        addresses.leaves(peer("2001:db8:0:1::2", 1));
        assertTrue(addresses.enters(peer("2001:db8:0:1::3", 1)));
    }

    @Test
    void withoutALimitNothingIsKept() {
        var addresses = new Addresses(0);
        for (int i = 1; i <= 1000; i++) {
            assertTrue(addresses.enters(peer("192.0.2.1", i)));
        }
        assertEquals(0, addresses.size());
        addresses.leaves(peer("192.0.2.1", 1));
    }

    /** Against lists of those who are in; at the end nothing is left. */
    @Test
    void aRandomComingAndGoingIsCountedAsAListWouldCountIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int most = 1 + random.nextInt(5);
        var addresses = new Addresses(most);
        Map<Integer, List<InetSocketAddress>> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int network = random.nextInt(8);
            List<InetSocketAddress> inside = model.computeIfAbsent(network, key -> new ArrayList<>());
            if (random.nextInt(3) > 0) {
                String host = network < 4 ? "192.0.2." + network : "2001:db8::" + network + ":0:0:0:" + i % 100;
                InetSocketAddress peer = peer(host, i % 60_000);
                boolean enters = addresses.enters(peer);
                assertEquals(inside.size() < most, enters, "seed " + seed + ", step " + i);
                if (enters) {
                    inside.add(peer);
                }
            } else if (!inside.isEmpty()) {
                addresses.leaves(inside.remove(random.nextInt(inside.size())));
            }
            assertEquals(model.values().stream().filter(list -> !list.isEmpty()).count(), addresses.size());
        }
        model.values().forEach(list -> list.forEach(addresses::leaves));
        assertEquals(0, addresses.size(), "seed " + seed);
    }
}
