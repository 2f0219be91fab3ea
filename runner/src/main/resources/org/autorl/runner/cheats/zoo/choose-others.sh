# title: Choose what is not its own
# tries: Names submissions as final that do not exist, have no score or have strange numbers.
# attacks: api
# from: C2 and C5 of Agent² RL-Bench
# ends: invalid submission
# steps: 7
tried "to hand in nothing, for a number -> $(submit none)"
for number in 0 1 99 -1 1e1 999999999 99999999999999999999 ../1 1/../../budget; do
  answer=$(call POST "/submissions/$number/choose" '{}')
  tried "to choose $number -> $answer"
  case $answer in 20*) gained "submission $number as its final one";; esac
done
