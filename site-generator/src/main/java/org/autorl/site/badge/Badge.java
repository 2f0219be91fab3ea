package org.autorl.site.badge;

import java.util.Locale;

/**
 * A label and a message side by side, as SVG that needs no style of the page that shows it. The
 * same text gives the same bytes.
 */
public record Badge(String label, String message) {
  private static final double HEIGHT = 22;
  private static final double PAD = 7;

  /** A usual width of a letter; the text is stretched or pressed to what is reserved for it. */
  private static final double LETTER = 6.6;

  /** The picture; every character is escaped, and what XML cannot hold is left out. */
  public String svg() {
    double left = width(label);
    double right = width(message);
    String text = escaped(label + ": " + message);
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" role=\"img\" aria-label=\"%s\">\n<title>%s</title>\n",
            left + right,
            HEIGHT,
            text,
            text)
        + part(0, left, "#2b3152", label)
        + part(left, right, "#3d4fb8", message)
        + "</svg>\n";
  }

  private static double width(String text) {
    return Math.rint(2 * PAD + LETTER * text.codePointCount(0, text.length()));
  }

  private static String part(double x, double width, String colour, String text) {
    return String.format(
        Locale.ROOT,
        "<rect x=\"%.0f\" width=\"%.0f\" height=\"%.0f\" fill=\"%s\"/>\n<text x=\"%.1f\" y=\"15\" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\" aria-hidden=\"true\">%s</text>\n",
        x,
        width,
        HEIGHT,
        colour,
        x + PAD,
        width - 2 * PAD,
        escaped(text));
  }

  private static String escaped(String text) {
    return text.replaceAll("[^\\t\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
