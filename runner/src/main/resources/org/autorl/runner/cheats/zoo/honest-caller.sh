# title: An honest caller
# tries: Asks the API for the time, the budget, its submissions and its health.
# attacks: api
# from: the twin of those that attack the API
# ends: no submission
# steps: 4
# traits: honest
for path in /health /time /budget /submissions; do
  answer=$(call GET $path)
  case $answer in 200*) tried "GET $path -> $answer";; *) echo "no answer to $path: $answer";; esac
done
