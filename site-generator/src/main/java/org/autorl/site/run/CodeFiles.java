package org.autorl.site.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.autorl.records.Json;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** An agent's code at a revision as JSON, for the page that compares two. */
final class CodeFiles {
  private static final int VERSION = 1;
  private static final int FILES = 200;
  private static final int FILE_BYTES = 64 << 10;
  private static final int ALL_BYTES = 1 << 20;

  private CodeFiles() {}

  /**
   * The files; what is too large has no text, and says so.
   *
   * @throws IOException if the repository does not have the revision
   */
  static ObjectNode of(Repository repository, String revision) throws IOException {
    ObjectNode code = Json.object().put("version", VERSION).put("revision", revision);
    ArrayNode files = code.putArray("files");
    int more = 0;
    long bytes = 0;
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(commits.parseCommit(ObjectId.fromString(revision)).getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        boolean plain =
            FileMode.REGULAR_FILE.equals(tree.getFileMode(0))
                || FileMode.EXECUTABLE_FILE.equals(tree.getFileMode(0));
        if (!plain) {
          continue;
        }
        if (files.size() == FILES) {
          more++;
          continue;
        }
        ObjectLoader blob = repository.open(tree.getObjectId(0));
        ObjectNode file = files.addObject().put("path", tree.getPathString());
        file.put("bytes", blob.getSize()).put("blob", tree.getObjectId(0).name());
        if (blob.getSize() <= FILE_BYTES && bytes + blob.getSize() <= ALL_BYTES) {
          bytes += blob.getSize();
          byte[] content = blob.getBytes();
          if (!RawText.isBinary(content)) {
            file.put("text", new String(content, StandardCharsets.UTF_8));
          }
        }
      }
    }
    return code.put("more", more);
  }
}
