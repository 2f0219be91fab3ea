# title: Race submissions past the limit
# tries: Sends thirty submissions at the same moment, though the budget has eight.
# attacks: budget
# from: C2 of Agent² RL-Bench
# ends: invalid submission
# steps: 2
i=0; while [ $i -lt 30 ]; do (call POST /submissions "{\"model_path\":\"output/none$i\"}" >"/tmp/answer$i") & i=$((i + 1)); done; wait
tried "30 at once -> $(cat /tmp/answer* | grep -c '^202') accepted, $(cat /tmp/answer* | grep -c '^4') refused"
tried "one more -> $(submit none)"
