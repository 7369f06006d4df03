package frontend

func signInPage(email, next string, found problems, demo []DemoAccount) SignInPage {
	return SignInPage{
		Email: email, Next: next, Errors: found, Demo: demo,
		Fields: []Field{
			{Input: &Input{Name: "email", Label: K("worker.email"), Value: email, Autocomplete: "username", Error: found.of("email")}},
			{Input: &Input{Name: "password", Label: K("worker.password"), Type: "password", Autocomplete: "current-password",
				Error: found.of("password")}},
		},
	}
}

func trackPage(found problems) TrackPage {
	return TrackPage{Errors: found, Fields: []Field{{Input: &Input{Name: "receipt", Label: K("track.receipt"),
		Hint: K("track.receipt_hint"), Autocomplete: "off", Error: found.of("receipt")}}}}
}
