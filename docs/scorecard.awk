#!/usr/bin/awk -f
# Recomputes every figure of the scorecards from the public table of closed
# duties (/open-data/closed-duties.csv), with nothing but POSIX awk:
#
#   curl -s https://…/open-data/closed-duties.csv | awk -f scorecard.awk | sort
#
# One line for each card: subject, id, class of post, done, counted, missed by
# level (joined by "+"), duties timed, median, 90th percentile (working minutes),
# ended, reopened, confirmed, answered, founded, cases, flood. The names come last in
# the table and may hold commas; no figure needs them.
BEGIN {
  FS = ","; OFS = "\t"
  split("60 240 720 1440 2880 4320 7200 10080 14400 21600 28800 43200 64800 86400 129600 172800 259200 525600", step, " ")
  steps = 18
}
NR == 1 { next }
{ count($1, $2, ""); if ($3 != "") count($1, $2, $3) }

function count(subject, id, class,    k) {
  k = subject OFS id OFS class
  card[k] = 1
  if ($6 == "done") { timed[k] += $9; time[k, $8] += $9; if ($7 == 0) { done[k] += $9; counted[k] += $9 } }
  if ($6 == "missed") { missed[k, $7] += $9; counted[k] += $9; if ($7 + 1 > levels[k]) levels[k] = $7 + 1 }
  if ($6 == "ended" || $6 == "dismissed") ended[k] += $9
  if ($6 == "flood") flood[k] += $9
  if ($6 == "reopened") reopened[k] += $9
  if ($6 == "confirmed") { confirmed[k] += $9; answered[k] += $9 }
  if ($6 == "disputed") answered[k] += $9
  if ($6 == "founded") { founded[k] += $9; cases[k] += $9 }
  if ($6 == "unfounded") cases[k] += $9
}

# The smallest duration that at least that share of all do not exceed.
function quantile(k, percent,    rank, seen, i) {
  if (!timed[k]) return 0
  rank = int((timed[k] * percent + 99) / 100)
  for (i = 1; i <= steps; i++) { seen += time[k, step[i]]; if (seen >= rank) return step[i] }
  return step[steps]
}

function bylevel(k,    i, s) {
  for (i = 0; i < levels[k]; i++) s = s (i ? "+" : "") (missed[k, i] + 0)
  return s == "" ? "0" : s
}

END {
  for (k in card)
    print k, done[k] + 0, counted[k] + 0, bylevel(k), timed[k] + 0, quantile(k, 50), quantile(k, 90), ended[k] + 0, reopened[k] + 0, \
      confirmed[k] + 0, answered[k] + 0, founded[k] + 0, cases[k] + 0, flood[k] + 0
}
