package org.autorl.runner.serve;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets in what a browser of this machine asks for itself. A page from elsewhere may give a name of
 * its own this machine's address (DNS rebinding); then the request says that name.
 */
final class Doorkeeper extends Handler.Wrapper {
  /** Any port: a tunnel may end at another one. */
  private static final String LOCAL = "(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?";

  Doorkeeper(Handler inside) {
    super(inside);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Answers.protect(response.getHeaders());
    List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
    if (hosts.size() != 1 || !hosts.get(0).toLowerCase(Locale.ROOT).matches(LOCAL)) {
      Answers.refuse(
          421, "only this machine is served, by its own name", request, response, callback);
      return true;
    }
    String method = request.getMethod();
    if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      Answers.refuse(405, "there is GET and HEAD", request, response, callback);
      return true;
    }
    String from = request.getHeaders().get("Sec-Fetch-Site");
    String how = request.getHeaders().get("Sec-Fetch-Mode");
    if ("cross-site".equals(from) && !"navigate".equals(how)) {
      Answers.refuse(
          403, "a page from elsewhere may link here, and no more", request, response, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }
}
