package org.autorl.runner.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Outcome;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.analysis.DiagnosisFiles;
import org.autorl.runner.budget.Account;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.FileSums;
import org.autorl.runner.folder.Folders;

/** Checks how an attempt ended: its record, its report and the sums of its files. */
record EndVerifier(
    RunRecord record, Suite suite, Task task, long seed, AttemptFolder folder, Findings found) {
  /** Checks an attempt whose ledger has no end. */
  void missing(List<LedgerEntry> ledger) throws IOException {
    if (ledger.isEmpty()) {
      found.add(new Problem(folder.ledger(), Optional.of(1), "it is missing"));
      return;
    }
    Instant start = ledger.get(0).at();
    AttemptRecord begun = AttemptRecord.queued(task.id(), level(), seed).begun(start);
    found.expect(
        folder.attempt().map(a -> a.withSpent(List.of())).equals(Optional.of(begun)),
        folder.attemptJson(),
        "is not that of an attempt whose ledger has no `attempt-ended`");
  }

  private int level() {
    return suite.levelOf(task.id()).orElseThrow().number();
  }

  /**
   * Checks an end.
   *
   * @param before all lines before it
   */
  void check(LedgerEntry end, List<LedgerEntry> before) throws IOException {
    found.same(folder.attemptJson(), Json.pretty(end.data().get("attempt")), end);
    AttemptRecord recorded = Json.fromTree(end.data().get("attempt"), AttemptRecord.class);
    Instant at = recorded.endedAt().orElse(Instant.MIN);
    if (at.isAfter(end.at()) || at.isBefore(before.get(before.size() - 1).at())) {
      found.wrong(end, "the attempt did not end then");
    }
    if (!end.data().path("outcome").asText().equals(recorded.state())) {
      found.wrong(end, "its outcome is not that of its record");
    }
    Account account = account(end, before);
    Conclusion conclusion = new Conclusion(task, suite.ties(), level(), seed, before, account);
    // Why something of ours failed is in no other line.
    AttemptRecord derived =
        recorded.outcome().equals(Optional.of(Outcome.INFRASTRUCTURE))
            ? conclusion.failed(recorded.explanation(), at)
            : conclusion.ended(at);
    ObjectNode is = (ObjectNode) Json.tree(recorded);
    ((ObjectNode) Json.tree(derived))
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().equals(is.path(field.getKey()))) {
                found.wrong(
                    end,
                    "`%s` is %s, and the lines before give %s"
                        .formatted(field.getKey(), is.path(field.getKey()), field.getValue()));
              }
            });
    if (!recorded.equals(derived) && is.size() != Json.tree(derived).size()) {
      found.wrong(end, "its record has more than the lines before give");
    }
    report(recorded, before);
    found.addAll(new ModelCallsVerifier(folder).problems(before));
    sums(end);
  }

  /** The report says what its folder gives, by the rules of this version. */
  private void report(AttemptRecord recorded, List<LedgerEntry> before) throws IOException {
    DiagnosisFiles made = DiagnosisFiles.of(task, Optional.of(record), folder, recorded, before);
    for (Map.Entry<Path, String> text : made.texts().entrySet()) {
      found.count(1);
      found.expect(
          Files.isRegularFile(text.getKey())
              && Findings.text(text.getKey()).equals(text.getValue()),
          text.getKey(),
          "is not what the folder gives; `autorl report` makes it anew");
    }
  }

  /** The attempt's time by phase, of which its agent's part was written down before. */
  private Account account(LedgerEntry end, List<LedgerEntry> before) {
    Account account = AttemptAccount.account(end);
    for (LedgerEntry entry : before) {
      Account earlier = AttemptAccount.account(entry);
      boolean ofAgent = entry.is(EventKind.Step.AGENT_ENDED);
      if (!account.orMore(earlier).equals(account)
          || (ofAgent && !earlier.charged().equals(account.charged()))) {
        found.wrong(
            end, "its `phases` are not those of line %d, and more".formatted(entry.seq() + 1));
      }
    }
    return account;
  }

  private void sums(LedgerEntry end) throws IOException {
    if (!Files.isRegularFile(folder.sums())) {
      found.add(Problem.of(folder.sums(), "is missing"));
      return;
    }
    found.expect(
        Folders.sha256(folder.sums()).equals(end.data().path("files").asText()),
        folder.sums(),
        "is not the file that line " + (end.seq() + 1) + " of its ledger names");
    for (FileSums.Difference one : FileSums.differences(folder)) {
      found.add(new Problem(one.file(), one.line(), one.what()));
    }
    found.count(FileSums.of(folder).sums().size());
  }
}
