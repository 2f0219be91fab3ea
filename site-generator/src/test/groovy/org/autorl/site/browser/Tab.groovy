package org.autorl.site.browser

import com.fasterxml.jackson.databind.JsonNode
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import java.util.function.Consumer

/** One tab. What the browser tells of it is kept until the next page is opened. */
class Tab implements Consumer<JsonNode> {
    private final Chromium browser
    private final String session
    private final List<JsonNode> events = new CopyOnWriteArrayList<>()
    private volatile CountDownLatch loaded = new CountDownLatch(1)

    Tab(Chromium browser, String session) {
        this.browser = browser
        this.session = session
    }

    Tab start() {
        ['Page.enable', 'Runtime.enable', 'Log.enable', 'Network.enable'].each { send(it) }
        size(1280, 900)
    }

    JsonNode send(Map<String, Object> parameters = [:], String method) {
        browser.send(session, method, parameters)
    }

    @Override
    void accept(JsonNode event) {
        events << event
        if (event.get('method').asText() == 'Page.loadEventFired') {
            loaded.countDown()
        }
        if (event.get('method').asText() == 'Page.javascriptDialogOpening') {
            // Nobody is there to close it; the answer must not be waited for by the thread that brings it.
            Thread.startDaemon { send('Page.handleJavaScriptDialog', accept: false) }
        }
    }

    /** Opens a file and waits until it and all that it loads are there. */
    Tab open(Path file, String query = '') {
        events.clear()
        loaded = new CountDownLatch(1)
        send('Page.navigate', url: file.toUri().toString() + query)
        assert loaded.await(60, TimeUnit.SECONDS)
        this
    }

    /** The value of an expression, waited for if it is a promise. */
    Object evaluate(String expression) {
        def answer = send('Runtime.evaluate', expression: expression, awaitPromise: true, returnByValue: true)
        if (answer.has('exceptionDetails')) {
            throw new IllegalStateException(answer.get('exceptionDetails').toString())
        }
        def value = answer.at('/result/value')
        value.isNumber() ? value.numberValue() : value.isBoolean() ? value.booleanValue() : value.isTextual() ? value.textValue() : value
    }

    /** Runs before anything else on each page that is opened from now on. */
    Tab before(String script) {
        send('Page.addScriptToEvaluateOnNewDocument', source: script)
        this
    }

    Tab size(int width, int height) {
        send('Emulation.setDeviceMetricsOverride', width: width, height: height, deviceScaleFactor: 1, mobile: width < 600)
        this
    }

    /** Light or dark, on a screen or on paper. */
    Tab looks(String scheme, String medium = 'screen') {
        send('Emulation.setEmulatedMedia', media: medium, features: [[name: 'prefers-color-scheme', value: scheme]])
        this
    }

    Tab scripts(boolean on) {
        send('Emulation.setScriptExecutionDisabled', value: !on)
        this
    }

    Tab press(String key, int code) {
        def text = key == 'Enter' ? '\r' : key.length() == 1 ? key : ''
        send([type: 'keyDown', key: key, windowsVirtualKeyCode: code] + (text ? [text: text] : [:]), 'Input.dispatchKeyEvent')
        send('Input.dispatchKeyEvent', type: 'keyUp', key: key, windowsVirtualKeyCode: code)
        this
    }

    Tab type(String text) {
        send('Input.insertText', text: text)
        this
    }

    byte[] screenshot() {
        send('Page.captureScreenshot', format: 'png').get('data').asText().decodeBase64()
    }

    byte[] pdf() {
        send('Page.printToPDF', printBackground: false, preferCSSPageSize: true).get('data').asText().decodeBase64()
    }

    /** What was told since the page was opened, of one kind. */
    List<JsonNode> told(String method) {
        events.findAll { it.get('method').asText() == method }*.get('params')
    }
}
