package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"dialogo/bench"
	"dialogo/feedback"
)

// planCommand says what a study would run, and checks all of it but the services.
func planCommand(env *environment) *cobra.Command {
	var study studyFlags
	flags := runFlags{progress: "none"}
	var skipBad, asJSON bool
	c := &cobra.Command{
		Use:   "plan",
		Short: "Check a study and show what it would run, without a model call",
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := newSession(c, env, &study, &flags, skipBad)
			if err != nil {
				return err
			}
			p := s.summary()
			if asJSON {
				return json.NewEncoder(env.stdout).Encode(p)
			}
			p.print(env, s)
			return nil
		},
	}
	study.register(c.Flags())
	c.Flags().StringVar(&flags.envFile, "env-file", "", "file of NAME=value lines, e.g. with API keys")
	c.Flags().BoolVar(&skipBad, "skip-bad", false, "leave out malformed dataset records and count them")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// planSummary is how large a study is.
type planSummary struct {
	Study    string   `json:"study"`
	Dataset  string   `json:"dataset"`
	Models   []string `json:"models"`
	Critic   string   `json:"critic,omitempty"`
	Mixes    []string `json:"mixes"`
	Tasks    int      `json:"tasks"`
	Samples  int      `json:"samples"`
	Turns    int      `json:"turns"`
	Episodes int      `json:"episodes"`
	// FirstAnswers are the calls of turn 0, which all mixes share. MostCalls is
	// the number of answers if no episode is ever solved and no later turn shared.
	FirstAnswers int `json:"first_answers"`
	MostCalls    int `json:"most_calls"`
	// MostCriticCalls is the number of verbal feedbacks under the same conditions.
	MostCriticCalls int `json:"most_critic_calls,omitempty"`
	Skipped         int `json:"skipped,omitempty"`
}

func (s *session) summary() planSummary {
	p := planSummary{
		Study: s.study.Name, Dataset: s.study.Dataset, Mixes: s.study.Mixes, Tasks: len(s.tasks),
		Samples: s.study.Samples, Turns: s.study.Turns, Episodes: len(bench.Plan(s.study, s.tasks)), Skipped: len(s.notes),
	}
	for _, m := range s.study.Models {
		p.Models = append(p.Models, m.Label())
	}
	if s.study.Critic != nil {
		p.Critic = s.study.Critic.Label()
	}
	for _, m := range p.Mixes {
		if n, err := feedback.Parse(m); err == nil && n.NeedsCritic() {
			p.MostCriticCalls += p.Episodes / len(p.Mixes) * (p.Turns - 1)
		}
	}
	p.FirstAnswers = p.Episodes / len(p.Mixes)
	p.MostCalls = p.FirstAnswers + p.Episodes*(p.Turns-1)
	return p
}

func (p planSummary) print(env *environment, s *session) {
	w := env.stdout
	fmt.Fprintf(w, "%s: %s\n\n", p.Study, describePlan(s.study, s.tasks))
	fmt.Fprintf(w, "dataset  %s\n", p.Dataset)
	for _, m := range p.Models {
		fmt.Fprintf(w, "model    %s\n", m)
	}
	if p.Critic != "" {
		fmt.Fprintf(w, "critic   %s\n", p.Critic)
	}
	for _, m := range p.Mixes {
		fmt.Fprintf(w, "mix      %s\n", m)
	}
	fmt.Fprintf(w, "stop     %s, history %s, seed %d\n\n", s.study.Stop, s.study.History, s.study.Seed)
	fmt.Fprintf(w, "%d first answers, shared by all mixes; at most %d answers in all\n", p.FirstAnswers, p.MostCalls)
	if p.MostCriticCalls > 0 {
		fmt.Fprintf(w, "at most %d calls of the critic\n", p.MostCriticCalls)
	}
}
