package org.autorl.site.browser

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.net.http.HttpClient
import java.net.http.WebSocket
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import java.util.function.Consumer

/**
 * Debian's Chromium without a window, told what to do over the
 * <a href="https://chromedevtools.github.io/devtools-protocol/">DevTools protocol</a>. One serves all specs, as its start takes a second;
 * each spec has a tab of its own. It ends with this process.
 */
class Chromium implements WebSocket.Listener {
    static final String MISSING = 'there is no chromium; Debian has it as a package of that name'

    private static final ObjectMapper JSON = new ObjectMapper()

    private final WebSocket socket
    private final AtomicInteger ids = new AtomicInteger()
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>()
    private final Map<String, Consumer<JsonNode>> sessions = new ConcurrentHashMap<>()
    private final StringBuilder part = new StringBuilder()

    /** Started when first asked for. */
    private static class Shared {
        static final Chromium BROWSER = start(program().orElseThrow { new IllegalStateException(MISSING) })
    }

    private Chromium(URI address) {
        this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, this).get(20, TimeUnit.SECONDS)
    }

    /** The browser, if this machine has one. */
    static Optional<Path> program() {
        System.getenv('PATH').split(File.pathSeparator).collect { Path.of(it, 'chromium') }.stream().filter(Files::isExecutable).findFirst()
    }

    static Tab tab() {
        Shared.BROWSER.newTab()
    }

    private static Chromium start(Path program) {
        def profile = Files.createTempDirectory('autorl-chromium')
        def command = [program.toString(), '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--no-first-run',
                       '--disable-background-networking', '--disable-component-update', '--disable-extensions', '--force-device-scale-factor=1',
                       '--force-color-profile=srgb', '--font-render-hinting=none', '--remote-debugging-port=0', "--user-data-dir=$profile", 'about:blank']
        def process = new ProcessBuilder(command*.toString()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
        Runtime.runtime.addShutdownHook(new Thread({
            process.descendants().forEach { it.destroyForcibly() }
            process.destroyForcibly().waitFor()
            profile.toFile().deleteDir()
        }))
        def said = []
        def lines = process.errorReader()
        for (def line = lines.readLine(); line != null; line = lines.readLine()) {
            said << line
            def address = line =~ /DevTools listening on (ws:\S+)/
            if (address) {
                // What it says later must not fill the pipe.
                Thread.startDaemon { while (lines.readLine() != null) { } }
                return new Chromium(URI.create(address[0][1]))
            }
        }
        throw new IllegalStateException("chromium ended: ${said.join('\n')}")
    }

    private Tab newTab() {
        def target = send('', 'Target.createTarget', [url: 'about:blank']).get('targetId').asText()
        def session = send('', 'Target.attachToTarget', [targetId: target, flatten: true]).get('sessionId').asText()
        def tab = new Tab(this, session)
        sessions[session] = tab
        tab.start()
    }

    /** Sends a command and waits for what comes of it. */
    JsonNode send(String session, String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet()
        def answer = new CompletableFuture<JsonNode>()
        waiting[id] = answer
        def message = [id: id, method: method, params: parameters] + (session ? [sessionId: session] : [:])
        synchronized (socket) {
            socket.sendText(JSON.writeValueAsString(message), true).get(60, TimeUnit.SECONDS)
        }
        answer.get(60, TimeUnit.SECONDS)
    }

    @Override
    CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part << text
        if (last) {
            def message = JSON.readTree(part.toString())
            part.length = 0
            take(message)
        }
        from.request(1)
        null
    }

    private void take(JsonNode message) {
        if (!message.has('id')) {
            Optional.ofNullable(sessions[message.path('sessionId').asText()]).ifPresent { it.accept(message) }
            return
        }
        def answer = waiting.remove(message.get('id').asInt())
        if (message.has('error')) {
            answer.completeExceptionally(new IllegalStateException(message.get('error').toString()))
        } else {
            answer.complete(message.get('result'))
        }
    }
}
