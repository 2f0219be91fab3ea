package org.autorl.site.browser

import java.awt.RenderingHints
import java.awt.image.BufferedImage
import java.nio.file.Path
import javax.imageio.ImageIO

/**
 * A screenshot as 32 by 32 blocks of mean luminance, 0 to 255. So little is left of a text that another font, which every machine may
 * have, changes hardly anything; a layout that breaks changes much.
 */
class Picture {
    static final int BLOCKS = 32

    /** Blocks that differ by more than this are of another thing. */
    static final int FAR = 24

    final List<Double> blocks

    private Picture(BufferedImage image) {
        def (int width, int height) = [image.width, image.height]
        blocks = (0..<BLOCKS * BLOCKS).collect { i ->
            def (int left, int top) = [(i % BLOCKS) * width / BLOCKS as int, i.intdiv(BLOCKS) * height / BLOCKS as int]
            def (int right, int bottom) = [(i % BLOCKS + 1) * width / BLOCKS as int, (i.intdiv(BLOCKS) + 1) * height / BLOCKS as int]
            mean(image, left, top, Math.max(right, left + 1), Math.max(bottom, top + 1))
        }
    }

    private static double mean(BufferedImage image, int left, int top, int right, int bottom) {
        int[] pixels = image.getRGB(left, top, right - left, bottom - top, (int[]) null, 0, right - left)
        double sum = 0
        for (int pixel : pixels) {
            sum += 0.2126 * ((pixel >> 16) & 255) + 0.7152 * ((pixel >> 8) & 255) + 0.0722 * (pixel & 255)
        }
        sum / pixels.length
    }

    static Picture of(byte[] png) {
        new Picture(ImageIO.read(new ByteArrayInputStream(png)))
    }

    /** The share of blocks that show something else. */
    double difference(Picture other) {
        [blocks, other.blocks].transpose().count { a, b -> Math.abs(a - b) > FAR } / (double) blocks.size()
    }

    /** Keeps a screenshot at half its size: enough for the blocks, and small. */
    static void keep(byte[] png, Path file) {
        def whole = ImageIO.read(new ByteArrayInputStream(png))
        def half = new BufferedImage(whole.width.intdiv(2), whole.height.intdiv(2), BufferedImage.TYPE_INT_RGB)
        def drawing = half.createGraphics()
        drawing.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR)
        drawing.drawImage(whole, 0, 0, half.width, half.height, null)
        drawing.dispose()
        file.toFile().parentFile.mkdirs()
        ImageIO.write(half, 'png', file.toFile())
    }
}
