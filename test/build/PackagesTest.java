package build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import support.Certificate;
import support.Child;
import support.ServerProcess;

/** What make jar and make image leave behind works without the tree it was made in. */
@Timeout(600)
class PackagesTest {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String VERSION = "chat \\d+\\.\\d+\\S*\n";

    @TempDir
    static Path folder;

    private static Tree tree;

    @BeforeAll
    static void build() throws Exception {
        tree = new Tree(folder.resolve("tree"));
        make(tree, Map.of("TZ", "UTC"), "jar", "image");
    }

    private static void make(Tree tree, Map<String, String> environment, String... targets) throws Exception {
        Tree.Outcome outcome = tree.make(environment, targets);
        assertEquals(0, outcome.status(), outcome.output());
    }

    /** Runs a command without an environment, in a folder that has nothing to do with the tree. */
    private static String run(String... command) throws IOException, InterruptedException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes on");
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    private static void expectVersion(String output) {
        assertTrue(output.matches(VERSION), output);
    }

    @Test
    void theJarsRunFromAnyFolder() throws Exception {
        expectVersion(run(JAVA, "-jar", tree.path("build/chat.jar").toString(), "--version"));
        assertTrue(run(JAVA, "-jar", tree.path("build/conformance.jar").toString(), "--list").contains(" MUST "));
    }

    @Test
    void theImageRunsWhereNoJavaIsInstalled() throws Exception {
        expectVersion(run(tree.path("build/image/bin/chat").toString(), "--version"));
        assertTrue(run(tree.path("build/image/bin/conformance").toString(), "--list").contains(" MUST "));
    }

    @Test
    void theImageServesTlsWithTheKeyThatMakeMakes() throws Exception {
        make(tree, Map.of("TLS", "1"), ".cache/tls/room.p12");
        Path store = tree.path(".cache/tls/room.p12");
        Path password = tree.path(".cache/tls/password");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(store)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(password)));
        KeyStore keys = KeyStore.getInstance(store.toFile(), Files.readString(password).toCharArray());
        var made = new Certificate(null, (X509Certificate) keys.getCertificate("room"));
        try (var room = new ServerProcess(new Child("the image", List.of(tree.path("build/image/bin/chat").toString(),
                "--port", "0", "--tls", store.toString(), "--tls-password-file", password.toString())))) {
            var request = HttpRequest.newBuilder(room.url().resolve("/healthz")).build();
            var client = HttpClient.newBuilder().sslContext(made.trustedOnly()).build();
            assertEquals("ok", client.send(request, BodyHandlers.ofString()).body().strip());
            var opened = client.newWebSocketBuilder().buildAsync(URI.create(room.socket() + "/"),
                    new WebSocket.Listener() { }).join();
            opened.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertEquals("", room.errors());
        }
    }

    @Test
    void theJarHasThePage() throws Exception {
        assertTrue(run(Path.of(JAVA).resolveSibling("jar").toString(), "--list", "--file",
                tree.path("build/chat.jar").toString()).lines().toList().contains("chat/client.html"));
    }

    @Test
    void theSameSourcesMakeTheSameJarInAnotherFolderAtAnotherTime() throws Exception {
        Tree other = new Tree(folder.resolve("another folder"));
        make(other, Map.of("TZ", "Asia/Shanghai"), "build/chat.jar");
        String jar = "build/chat.jar";
        assertArrayEquals(Files.readAllBytes(tree.path(jar)), Files.readAllBytes(other.path(jar)));
    }
}
