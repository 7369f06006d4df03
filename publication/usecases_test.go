package publication_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/publication"
)

func TestWithdrawingIsNotOfferedToTheProposer(t *testing.T) {
	d := newDesk(t)
	d.do("city/leader", wording("A leak", "What happened"))
	d.do("city/supervisor", publication.Command{Action: publication.Clear})
	for who, offered := range map[string]bool{"city/leader": false, "city/supervisor": true} {
		actor, standing := d.stand(who)
		require.Equal(t, offered, slices.Contains(publication.PossibleActs(d.w, actor, standing), publication.Withdraw), who)
	}
	_, err := d.try("city/leader", publication.Command{Action: publication.Withdraw, Reason: "mistaken"})
	require.Error(t, err)
	d.do("city/supervisor", publication.Command{Action: publication.Withdraw, Reason: "mistaken"})
}
