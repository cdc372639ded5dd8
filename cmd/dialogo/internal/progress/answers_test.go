package progress

import (
	"bytes"
	"testing"
	"time"
)

func TestAnswers(t *testing.T) {
	for mode, want := range map[string]string{
		"plain": "4/6 answers judged (66%), 1 errored, 10s, about 10s left\n6/6 answers judged (100%), 1 errored, 20s\n",
		"json": `{"answers":6,"done":3,"errored":0,"elapsed_s":5,"left_s":15}` + "\n" + `{"answers":6,"done":4,"errored":1,"elapsed_s":10,"left_s":10}` + "\n" +
			`{"answers":6,"done":5,"errored":1,"elapsed_s":15,"left_s":5}` + "\n" + `{"answers":6,"done":6,"errored":1,"elapsed_s":20}` + "\n",
		"none": "",
	} {
		var out bytes.Buffer
		now := time.Unix(0, 0)
		d, err := New(mode, &out, false, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		a := NewAnswers(d)
		a.Start(6, 2)
		for i := range 4 {
			step := 5 * time.Second
			if mode == "plain" && i%2 == 0 {
				step = 4 * time.Second // too soon to be shown again
			} else if mode == "plain" {
				step = 6 * time.Second
			}
			now = now.Add(step)
			a.Done(i == 1)
		}
		a.Close()
		if out.String() != want {
			t.Errorf("%s: got\n%s\nwant\n%s", mode, out.String(), want)
		}
	}
}
