package assess

import "regexp"

// dpvForm is a term of the Data Privacy Vocabulary's extension for personal data.
var dpvForm = regexp.MustCompile(`^pd:[A-Za-z]{2,60}$`)

// dpvNamespace is version-free, as the vocabulary recommends for references.
const dpvNamespace = "https://w3id.org/dpv/pd#"

// DPV gives the address of a term such as "pd:Location" of the W3C Data Privacy
// Vocabulary 2.3.
func DPV(term string) string {
	if !dpvForm.MatchString(term) {
		return ""
	}
	return dpvNamespace + term[len("pd:"):]
}
