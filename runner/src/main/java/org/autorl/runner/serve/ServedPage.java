package org.autorl.runner.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page as it is served: the file, or what a template made, with a script that loads it again when
 * it has changed. Nothing of this is on disk.
 *
 * @param html the page
 * @param policy its Content-Security-Policy, which goes into a header: the page's own, and the
 *     server may be asked for news
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
 */
record ServedPage(String html, String policy) {
  private static final Pattern META =
      Pattern.compile(
          "<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">\\R?",
          Pattern.CASE_INSENSITIVE);

  /** Of what has none of its own. */
  static final String STRICT =
      "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action"
          + " 'none'";

  /**
   * A page with something more in its head.
   *
   * @param more HTML of ours, without any text of others
   */
  static ServedPage of(String html, String more) {
    Matcher meta = META.matcher(html);
    boolean own = meta.find();
    // Both a header and an element would have to allow what is asked.
    String policy = own ? meta.group(1) : STRICT + "; script-src 'self'";
    String rest = own ? meta.replaceFirst("") : html;
    int head = rest.indexOf("</head>");
    String shown = head < 0 ? rest : rest.substring(0, head) + more + rest.substring(head);
    return new ServedPage(shown, policy + "; connect-src 'self'; frame-ancestors 'none'");
  }
}
