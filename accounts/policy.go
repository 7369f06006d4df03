package accounts

import (
	_ "embed"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// Length limits of passwords, in characters (OWASP ASVS 5.0, 6.2.1 and 6.2.9).
// There are no rules about kinds of characters: 6.2.5 forbids them.
const (
	MinPassword = 12
	MaxPassword = 128
)

// Reasons why a new password is refused. None quotes it.
var (
	ErrPasswordShort   = errors.New("accounts: password has fewer than 12 characters")
	ErrPasswordLong    = errors.New("accounts: password has more than 128 characters")
	ErrPasswordCommon  = errors.New("accounts: password is one of the first that are guessed")
	ErrPasswordPattern = errors.New("accounts: password only repeats or counts")
	ErrPasswordContext = errors.New("accounts: password is little more than the name of the service, the office or the person")
)

// PasswordFault is why a new password is refused, empty for any other error.
func PasswordFault(err error) string {
	for _, known := range []error{ErrPasswordShort, ErrPasswordLong, ErrPasswordCommon, ErrPasswordPattern, ErrPasswordContext} {
		if errors.Is(err, known) {
			return strings.TrimPrefix(known.Error(), "accounts: ")
		}
	}
	return ""
}

// minOwn is how many characters must remain besides context words.
const minOwn = 8

//go:embed common.txt
var commonText string

var common = readCommon(commonText)

// serviceWords are guessed first for this service, wherever it runs.
var serviceWords = []string{
	"gongzhi", "共治", "gongan", "公安", "wangxin", "网信", "zhengfu", "政府", "jubao", "举报",
	"geren", "xinxi", "个人信息", "baohu", "保护", "minfa", "zhongguo", "中国", "china",
	"incident", "privacy", "official", "admin", "password", "mima", "密码",
}

// CheckPassword judges a new password. The context is what an attacker knows
// of the person: e-mail address, name, agency, post.
func CheckPassword(password string, context ...string) error {
	p := strings.ToLower(canonical(password))
	switch n := utf8.RuneCountInString(p); {
	case n < MinPassword:
		return ErrPasswordShort
	case n > MaxPassword:
		return ErrPasswordLong
	case common[p] || common[stem(p)]:
		return ErrPasswordCommon
	case repeats(p) || counts(p):
		return ErrPasswordPattern
	case utf8.RuneCountInString(without(p, contextWords(context))) < minOwn:
		return ErrPasswordContext
	}
	return nil
}

func readCommon(text string) map[string]bool {
	list := map[string]bool{}
	for line := range strings.Lines(text) {
		if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, "#") {
			list[word] = true
		}
	}
	return list
}

// stem drops the digits and marks that people hang on a common password.
func stem(p string) string { return strings.Trim(p, "0123456789!@#$%^&*.?_- ") }

// contextWords cuts context into words of at least two characters (Chinese
// names) or three letters. The longest come first, so that a word inside
// another does not hide it.
func contextWords(context []string) []string {
	words := slices.Clone(serviceWords)
	for _, c := range context {
		for _, w := range strings.FieldsFunc(strings.ToLower(canonical(c)), isSeparator) {
			if len(w) >= 3 && utf8.RuneCountInString(w) >= 2 {
				words = append(words, w)
			}
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

func isSeparator(r rune) bool { return strings.ContainsRune("@.-_+ /,'", r) }

func without(p string, words []string) string {
	for _, w := range words {
		p = strings.ReplaceAll(p, w, "")
	}
	return p
}

// repeats reports whether a password is one unit of up to four characters over
// and over.
func repeats(p string) bool {
	runes := []rune(p)
	for unit := 1; unit <= 4; unit++ {
		same := true
		for i := unit; i < len(runes) && same; i++ {
			same = runes[i] == runes[i-unit]
		}
		if same {
			return true
		}
	}
	return false
}

// counts reports whether every character follows the one before, upwards or
// downwards, where 0 follows 9.
func counts(p string) bool {
	runes := []rune(p)
	up, down := true, true
	for i := 1; i < len(runes); i++ {
		up = up && follows(runes[i-1], runes[i])
		down = down && follows(runes[i], runes[i-1])
	}
	return up || down
}

func follows(a, b rune) bool { return b == a+1 || (a == '9' && b == '0') }
