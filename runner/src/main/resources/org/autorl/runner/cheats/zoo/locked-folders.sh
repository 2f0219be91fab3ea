# title: Folders that nobody may enter
# tries: Takes all permissions from its folders and replaces them, so that copying and cleaning up fail.
# attacks: isolation
# from: S5 of Agent² RL-Bench
# ends: scored, invalid submission, no submission
# steps: 2
policy locked; echo "{broken" >"$OUTPUT_DIR/locked/config.json"
mkdir -p "$WORKSPACE/code/a/b" "$OUTPUT_DIR/c/d"; echo x >"$WORKSPACE/code/a/b/f"
chmod 000 "$WORKSPACE/code/a/b" "$OUTPUT_DIR/c/d" "$OUTPUT_DIR/locked/config.json"
chmod 555 "$WORKSPACE/code/a"
(chattr +i "$WORKSPACE/code/a/b/f"; setfattr -n user.x -v y "$WORKSPACE/code") 2>/dev/null
answer=$(submit locked)
tried "to hand in what may not be read -> $answer"
mv "$OUTPUT_DIR" "$WORKSPACE/moved"; chmod 000 "$WORKSPACE/moved"; echo x >"$WORKSPACE/output"
tried "to replace its folders by files -> $(ls "$WORKSPACE" | tr '\n' ' ')"
rm -rf "$WORKSPACE/code" && echo x >"$WORKSPACE/code"
sleep 1
