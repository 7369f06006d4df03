package frontend

import (
	"net/url"

	"gongzhi/workflow"
)

// behalfFields ask a worker how and when somebody else's words came in; nobody else is asked.
func behalfFields(d *Draft, found problems) []Field {
	if !d.Behalf {
		return nil
	}
	return []Field{
		{Radios: &Choice{Name: "channel", Label: K("report.channel"), Options: options("channel", workflow.Channels, d.Channel), Error: found.of("channel")}},
		{Input: &Input{Name: "received_day", Type: "date", Label: K("report.received_day"), Hint: K("report.received_hint"), Value: d.Day, Width: 10, Error: found.of("received_day")}},
		{Input: &Input{Name: "received_time", Type: "time", Label: K("report.received_time"), Value: d.Time, Width: 5, Error: found.of("received_time")}},
	}
}

func readBehalf(d *Draft, form url.Values) {
	if d.Behalf {
		d.Channel, d.Day, d.Time = form.Get("channel"), typed(form, "received_day", 10), typed(form, "received_time", 5)
	}
}

func checkBehalf(d *Draft, today string) (found problems) {
	if !d.Behalf {
		return nil
	}
	if !known(workflow.Channels, d.Channel) {
		found.add("channel", K("errors.channel_empty"))
	}
	if _, ok := beijingTime(d.Day, d.Time); !ok || d.Day > today {
		found.add("received_day", K("errors.received_wrong"))
	}
	return found
}
