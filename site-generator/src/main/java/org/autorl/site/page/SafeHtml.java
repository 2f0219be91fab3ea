package org.autorl.site.page;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.Writer;
import org.autorl.records.VisibleText;

/**
 * HTML in which a value is escaped and all of it can be seen: what an agent writes can neither be
 * markup nor reorder or hide what stands beside it.
 */
final class SafeHtml extends HTMLOutputFormat {
  static final SafeHtml FORMAT = new SafeHtml();

  private SafeHtml() {}

  @Override
  public void output(String text, Writer out) throws IOException, TemplateModelException {
    super.output(VisibleText.of(text), out);
  }

  @Override
  public String escapePlainText(String text) {
    return super.escapePlainText(VisibleText.of(text));
  }

  @Override
  protected TemplateHTMLOutputModel newTemplateMarkupOutputModel(String text, String markup) {
    return new Markup(text, markup);
  }

  private static final class Markup extends TemplateHTMLOutputModel {
    Markup(String text, String markup) {
      super(text, markup);
    }

    @Override
    public HTMLOutputFormat getOutputFormat() {
      return FORMAT;
    }
  }
}
