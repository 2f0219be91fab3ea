package org.autorl.trainers.policy

import ai.djl.ndarray.NDManager
import ai.djl.ndarray.types.Shape
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import org.autorl.records.Json

/** Small random policies and their logits, made by {@code src/test/python/reference_decoder.py}, and that program. */
class Reference {
    static final Path GOLDEN = Path.of(Reference.getResource('/golden').toURI())
    static final List<String> NAMES = GOLDEN.toFile().list().sort()
    private static final Path SCRIPT = Path.of('src/test/python/reference_decoder.py')

    static List<List<Integer>> tokens(String name) {
        Json.read(GOLDEN.resolve(name).resolve('tokens.json').toFile().text, List) as List<List<Integer>>
    }

    static float[] logits(String name) {
        floats(GOLDEN.resolve(name).resolve('logits.f32'))
    }

    static float[] floats(Path file) {
        def floats = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()
        def values = new float[floats.remaining()]
        floats.get(values)
        values
    }

    /** Our logits, [rows, columns, vocabulary] in a row, without a cache. */
    static float[] logits(Policy policy, List<List<Integer>> rows) {
        try (NDManager scratch = policy.newManager()) {
            int t = rows[0].size()
            def ids = scratch.create(rows.flatten() as long[], new Shape(rows.size(), t))
            policy.decoder().logits(ids, scratch).toFloatArray()
        }
    }

    static double distance(float[] a, float[] b) {
        assert a.length == b.length
        double most = 0
        for (int i = 0; i < a.length; i++) {
            double d = Math.abs(a[i] - b[i])
            most = d <= most ? most : d
        }
        most
    }

    static Path copy(String name, Path to) {
        Files.createDirectories(to)
        GOLDEN.resolve(name).toFile().listFiles().each {
            Files.copy(it.toPath(), to.resolve(it.name), StandardCopyOption.REPLACE_EXISTING)
        }
        to
    }

    /** Whether the reference can be run here. */
    static boolean runs() {
        if (!Files.isExecutable(Path.of('/usr/bin/python3'))) {
            return false
        }
        def process = new ProcessBuilder('/usr/bin/python3', '-c', 'import torch').redirectErrorStream(true).start()
        process.inputStream.bytes
        process.waitFor() == 0
    }

    /** What the reference makes of a policy folder. */
    static float[] logits(Path folder, Path tokens, Path out) {
        def process = new ProcessBuilder('/usr/bin/python3', "$SCRIPT", 'logits', "$folder", "$tokens", "$out")
            .redirectErrorStream(true).start()
        def said = process.inputStream.text
        assert process.waitFor() == 0: said
        floats(out)
    }
}
