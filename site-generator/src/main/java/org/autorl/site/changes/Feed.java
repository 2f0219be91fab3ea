package org.autorl.site.changes;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.autorl.site.page.Pages;

/**
 * What happened, as an Atom feed (RFC 4287, https://www.rfc-editor.org/rfc/rfc4287). Ids are UUIDs
 * of what an entry is about and never change; times are those of the records, never the build's.
 *
 * @param address of the site with a slash at its end; without it links are relative to the feed
 * @param entries newest first
 */
record Feed(Optional<String> address, List<Entry> entries) {
  private static final String ATOM = "http://www.w3.org/2005/Atom";

  /** More are on the page. */
  static final int ENTRIES = 100;

  /**
   * Something that happened.
   *
   * @param about what it is about, never the same of two
   * @param link below the site's address
   */
  record Entry(String about, Instant at, String title, String summary, String link) {}

  void write(Pages pages) throws IOException {
    try (Writer out = pages.writer("feed.xml")) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("feed");
      xml.writeDefaultNamespace(ATOM);
      element(xml, "title", "AutoRL: results and changes of scores");
      element(xml, "id", id("feed " + address.orElse("")));
      Instant newest = entries.isEmpty() ? Instant.EPOCH : entries.get(0).at();
      element(xml, "updated", newest.toString());
      xml.writeCharacters("\n");
      xml.writeStartElement("author");
      element(xml, "name", "AutoRL");
      xml.writeEndElement();
      link(xml, "alternate", "changes.html");
      if (address.isPresent()) {
        link(xml, "self", "feed.xml");
      }
      for (Entry entry : entries.subList(0, Math.min(ENTRIES, entries.size()))) {
        write(xml, entry);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.writeCharacters("\n");
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("feed.xml: " + e.getMessage(), e);
    }
  }

  private void write(XMLStreamWriter xml, Entry entry) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement("entry");
    element(xml, "title", entry.title());
    element(xml, "id", id(entry.about()));
    element(xml, "updated", entry.at().toString());
    link(xml, "alternate", entry.link());
    element(xml, "summary", entry.summary());
    xml.writeEndElement();
  }

  private void link(XMLStreamWriter xml, String relation, String path) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeEmptyElement("link");
    xml.writeAttribute("rel", relation);
    xml.writeAttribute("href", address.orElse("") + path);
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(name);
    xml.writeCharacters(allowed(text));
    xml.writeEndElement();
  }

  /** XML 1.0 cannot hold every character, not even escaped: section 2.2. */
  private static String allowed(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000
                    ? c
                    : 0xFFFD)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static String id(String about) {
    return "urn:uuid:"
        + UUID.nameUUIDFromBytes(("autorl " + about).getBytes(StandardCharsets.UTF_8));
  }
}
