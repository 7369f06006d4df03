package publication

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDetectBankCard(t *testing.T) {
	checkRows(t, TypeBankCard, []scanRow{
		{"{CARD16}", "{CARD16}", Certain},
		{"{CARD19}", "{CARD19}", Certain},
		{"银行卡号：{CARD19}。", "{CARD19}", Certain},
		{"卡号 {VISA}", "{VISA}", Certain},
		{"card {VISA}", "{VISA}", Certain},
		{"{PLAIN16}", "{PLAIN16}", Possible},
		{"卡号{PLAIN16}", "{PLAIN16}", Likely},
		{"４１１１１１１１１１１１１１１１", "４１１１１１１１１１１１１１１１", Certain},
		{"4111 1111 1111 1111", "4111 1111 1111 1111", Certain},
		{"4111-1111-1111-1111", "4111-1111-1111-1111", Certain},
		{"四一一一一一一一一一一一一一一一", "四一一一一一一一一一一一一一一一", Certain},
		{"card4111111111111111", "4111111111111111", Certain},
		{"5555555555554444", "5555555555554444", Certain},
		{"3530111333300000", "3530111333300000", Certain},
		{"2223003122003222", "2223003122003222", Certain},
		{"6200000000000000", "", ""},
		{"银行卡6200000000000000", "6200000000000000", Likely},
		{"4111111111111112", "", ""},
		{"411111111111111", "", ""},
		{"41111111111111111111", "", ""},
		{"0000000000000000", "", ""},
		{"{ID}", "", ""},
		{"{USCC}", "", ""},
		{"4111111111111111 元", "4111111111111111", Possible},
		{"订单号：4111111111111111", "4111111111111111", Possible},
		{"https://shop.example/i/4111111111111111", "", ""},
		{"4111,1111,1111,1111", "4111,1111,1111,1111", Certain},
		{"1700000000000000001", "", ""},
		{"3.4111111111111111", "", ""},
		{"10,000,000,000,000,000", "", ""},
		{"2023-11-22 12:46:41.000000", "", ""},
	})
}

// Published test numbers of the schemes, which belong to nobody.
func TestLuhn(t *testing.T) {
	for _, good := range []string{"4111111111111111", "5555555555554444", "0", "18"} {
		require.True(t, luhn(good), good)
	}
	for _, bad := range []string{"4111111111111112", "1", "81"} {
		require.False(t, luhn(bad), bad)
	}
}
