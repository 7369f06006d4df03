package main

// collaborationActs are the acts that let other agencies take part.
var collaborationActs = []actRow{
	{"consult", nil, toChengdu},
	{"answer_consultation", consulted, reason},
	{"withdraw_consultation", consulted, nil},
	{"invite_joint", nil, toChengdu},
	{"accept_joint", invited, nil},
	{"refuse_joint", invited, reason},
	{"leave_joint", joined, reason},
	{"end_joint", joined, reason},
}
