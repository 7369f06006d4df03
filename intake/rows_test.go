package intake

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const good = "a1,Title,Some text,2024-03-05,2024-04-01,10,Example Ltd\n"

func TestBadRowsComeBackAndStopNobody(t *testing.T) {
	cases := []struct{ row, field, code string }{
		{",T,X,2024-03-05,2024-04-01,,W", "external_id", "required"},
		{"b1,,X,2024-03-05,2024-04-01,,W", "title", "required"},
		{"b2,T,X,2024-02-30,2024-04-01,,W", "occurred_on", "date_impossible"},
		{"b3,T,X,2031-02-03,2024-04-01,,W", "occurred_on", "date_future"},
		{"b4,T,X,05.03.2024,2024-04-01,,W", "occurred_on", "date_impossible"},
		{"b5,T,X,2024-03-05,2031-04-01,,W", "received_at", "date_future"},
		{"b6,T,X,2024-03-05,,,W", "received_at", "required"},
		{"b7,T,X,2024-03-05,soon,,W", "received_at", "time_impossible"},
		{"b8,T,X,2024-03-05,2024-04-01,-4,W", "persons_affected", "count_range"},
		{"b9,T,X,2024-03-05,2024-04-01,many,W", "persons_affected", "number_form"},
		{"b10,T,X,2024-03-05,2024-04-01,\"1,0,0\",W", "persons_affected", "number_form"},
		{"b11,T,X,2024-03-05,2024-04-01", "", "column_count"},
		{"b12,T,X,2024-03-05,2024-04-01,,W,more", "", "column_count"},
		{"b13,T,X\xff,2024-03-05,2024-04-01,,W", "text", "encoding"},
		{"b14,T,X\x00,2024-03-05,2024-04-01,,W", "narrative", "bad_character"},
		{"b15,T,some\"quote,2024-03-05,2024-04-01,,W", "", "csv_quote"},
		{"a1,T,X,2024-03-05,2024-04-01,,W", "external_id", "external_id_repeated"},
		{"b16," + strings.Repeat("长", 201) + ",X,2024-03-05,2024-04-01,,W", "title", "too_long"},
		{"b17,T,Call 13812345678 now,2024-03-05,2024-04-01,,W", "summary", "gate"},
	}
	body := smallHeader + good
	for _, c := range cases {
		body += c.row + "\n"
	}
	body += strings.Replace(good, "a1", "a2", 1)
	s := newStore()
	sum, out := importText(t, newArchive(s), smallMapping, "in.csv", body)
	require.Equal(t, Summary{Rows: len(cases) + 2, Created: 2, Failed: len(cases)}, sum)
	require.Len(t, s.external, 2)
	list := lines(out)
	require.Equal(t, "id,title,text,day,received,persons,who,status,reference,field,error_code,error_detail", list[0])
	require.Regexp(t, `,created,GZ-[^,]+,,,$`, list[1])
	for i, c := range cases {
		require.Contains(t, list[i+2], fmt.Sprintf(",failed,,%s,%s,", c.field, c.code))
	}
	require.NotContains(t, strings.Join(list, "\n"), "soon\"", "details repeat no values")
}

func TestCorrectedResultFileComesInAgain(t *testing.T) {
	s := newStore()
	body := smallHeader + good + "a2,=T,X,2024-02-30,2024-04-01,,W\n"
	_, out := importText(t, newArchive(s), smallMapping, "in.csv", body)
	require.Contains(t, out, "a2,'=T,X")
	sum, out := importText(t, newArchive(s), smallMapping, "in.csv", strings.Replace(out, "2024-02-30", "2024-02-29", 1))
	require.Equal(t, Summary{Rows: 2, Created: 1, Unchanged: 1}, sum)
	require.Equal(t, 1, strings.Count(lines(out)[0], "error_code"))
	row, texts, _ := s.of(t, "small:a2")
	require.Equal(t, "=T", texts["title"], "the guard against formulas is taken off again")
	require.EqualValues(t, "2024-02-29", row.OccurredOn)
}

func TestFormulaCellsAreNeutralised(t *testing.T) {
	body := smallHeader + "x1,\"=HYPERLINK(\"\"https://example.org\"\")\",+1,2024-03-05,2024-04-01,,@SUM(A1)\n" + "-2,\"\tT\",X,2024-03-05,2024-04-01,-5,W\n"
	_, out := importText(t, newArchive(newStore()), smallMapping, "in.csv", body)
	require.Contains(t, out, `x1,"'=HYPERLINK(""https://example.org"")",'+1,`)
	require.Contains(t, out, ",'@SUM(A1),")
	require.Contains(t, out, "'-2,'\tT,X,2024-03-05,2024-04-01,'-5,W,failed")
}

func TestOwnColumnNamesAreKept(t *testing.T) {
	body := strings.Replace(smallHeader, "\n", ",status\n", 1) + strings.Replace(good, "\n", ",open\n", 1)
	_, out := importText(t, newArchive(newStore()), smallMapping, "in.csv", body)
	require.Contains(t, out, "who,status,import_status,reference,")
	require.Contains(t, out, ",open,created,")
}

func TestHTMLIsSanitised(t *testing.T) {
	mapping := strings.Replace(smallMapping, "  narrative: {column: text}\n",
		"  narrative: {template: \"{text:text}\"}\n  html: {template: \"<p>{text:html}</p><b>{title}</b>\"}\n", 1)
	body := smallHeader + `h1,A <i>title</i>,"<script>alert(1)</script><a href=""javascript:alert(2)"" onclick=x>one</a> <em>two</em> &quot;three&quot;",2024-03-05,2024-04-01,,W` + "\n"
	s := newStore()
	sum, _ := importText(t, newArchive(s), mapping, "in.csv", body)
	require.Equal(t, 1, sum.Created)
	_, texts, v := s.of(t, "small:h1")
	require.Equal(t, `<p>one <em>two</em> &#34;three&#34;</p><b>A &lt;i&gt;title&lt;/i&gt;</b>`, v.HTML)
	require.Equal(t, `one two "three"`, texts["narrative"])
}

func TestByteOrderMarkAndGBK(t *testing.T) {
	body := smallHeader + strings.Replace(good, "Title", "标题", 1)
	s := newStore()
	sum, out := importText(t, newArchive(s), smallMapping, "in.csv", byteOrderMark+body)
	require.Equal(t, 1, sum.Created)
	require.True(t, strings.HasPrefix(out, byteOrderMark+"id,"))

	gbk, err := simplifiedchinese.GBK.NewEncoder().String(body)
	require.NoError(t, err)
	sum, _ = importText(t, newArchive(s), "format: {encoding: gb18030}\n"+smallMapping, "in.csv", gbk)
	require.Equal(t, 1, sum.Unchanged, "the same record in another encoding")
	sum, _ = importText(t, newArchive(s), smallMapping, "in.csv", gbk)
	require.Equal(t, 1, sum.Failed)
}

func TestJSONLines(t *testing.T) {
	object := `{"id":"a1","title":"T","text":"X","day":"2024-03-05","received":"2024-04-01","persons":7,"who":"W"}`
	body := object + "\n\n" + `{"id": broken` + "\n" + `[1]` + "\n" + `{"id":"a2","id":"a3"}` + "\n" + strings.Replace(object, `"a1"`, `4`, 1) +
		"\n" + strings.Replace(object, `"T"`, `{"x":1}`, 1)
	s := newStore()
	sum, out := importText(t, newArchive(s), smallMapping, "in.jsonl", body)
	require.Equal(t, Summary{Rows: 6, Created: 2, Failed: 4}, sum)
	list := lines(out)
	require.Len(t, list, 6)
	require.Contains(t, list[1], `"error_code":"not_an_object"`)
	require.Contains(t, list[1], `"line":3`)
	require.Contains(t, list[2], `"error_code":"not_an_object"`)
	require.Contains(t, list[3], `"error_code":"name_repeated"`)
	require.Contains(t, list[4], `"id":4,`)
	require.Contains(t, list[4], `"status":"created"`)
	require.Contains(t, list[5], `"error_code":"value_kind"`)
	row, _, _ := s.of(t, "small:4")
	require.EqualValues(t, 7, *row.Persons)
	sum, again := importText(t, newArchive(s), smallMapping, "in.jsonl", list[0]+"\n"+list[4])
	require.Equal(t, Summary{Rows: 2, Unchanged: 2}, sum)
	require.NotContains(t, again, "import_status")
}

func TestJSONArray(t *testing.T) {
	body := "[\n {\"id\":\"a1\"},\n\n {\"id\":\"a2\",\n \"x\":[1,\"b\",null]}, 5\n]\n"
	rows, err := openRows(put(t, "in.json", body), Format{})
	require.NoError(t, err)
	defer rows.Close()
	var at []int
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		at = append(at, row.Line)
		if row.Number == 2 {
			x, fault := row.text("x")
			require.Nil(t, fault)
			require.Equal(t, "1, b, ", x)
		}
	}
	require.Equal(t, []int{2, 4, 5}, at)
}

func TestBrokenArrayKeepsWhatCameBefore(t *testing.T) {
	s := newStore()
	object := `{"id":"a1","title":"T","text":"X","day":"2024-03-05","received":"2024-04-01","persons":7,"who":"W"}`
	result := filepath.Join(t.TempDir(), "result.json")
	sum, err := Run(t.Context(), Options{
		Mapping: put(t, "m.yaml", smallMapping), Data: put(t, "in.json", "[\n"+object+",\n{\"id\": secret"), Result: result, Importer: newArchive(s), Now: now,
	})
	require.ErrorContains(t, err, "near line 3")
	require.NotContains(t, err.Error(), "secret")
	require.Equal(t, Summary{Rows: 1, Created: 1}, sum)
	out, err := os.ReadFile(result)
	require.NoError(t, err)
	require.JSONEq(t, strings.Replace("["+object+"]", `"who":"W"`, `"who":"W","status":"created","reference":"GZ-00000-00001","field":"","error_code":"","error_detail":""`, 1), string(out))
}

func TestXLSXRoundTrip(t *testing.T) {
	f := excelize.NewFile()
	for i, row := range [][]any{
		{"id", "title", "text", "day", "received", "persons", "who"},
		{"a1", "标题", "=cmd", 45356, "2024-04-01", 1200, "W"},
		{},
		{"a2", "T", "X", "2024-03-05", "2024-04-01", "x", "W"},
		{"a3", "T", "X", "2024-03-05", "2024-04-01"},
	} {
		require.NoError(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	path := filepath.Join(t.TempDir(), "in.xlsx")
	require.NoError(t, f.SaveAs(path))
	require.NoError(t, f.Close())
	s := newStore()
	result := filepath.Join(t.TempDir(), "result.csv")
	o := Options{Mapping: put(t, "m.yaml", smallMapping), Data: path, Result: result, Importer: newArchive(s), Now: now}
	sum, err := Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, Summary{Rows: 3, Created: 2, Failed: 1}, sum)
	row, texts, _ := s.of(t, "small:a1")
	require.EqualValues(t, "2024-03-05", row.OccurredOn, "a day number is a day")
	require.EqualValues(t, 1200, *row.Persons)
	require.Equal(t, "标题", texts["title"])
	out, err := os.ReadFile(result)
	require.NoError(t, err)
	require.Contains(t, string(out), "a1,标题,'=cmd,45356,")
	require.Contains(t, string(out), "a2,T,X,2024-03-05,2024-04-01,x,W,failed,,persons_affected,number_form,")
	sum, err = Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, Summary{Rows: 3, Unchanged: 2, Failed: 1}, sum)
}

func TestFilesThatAreNone(t *testing.T) {
	for name, body := range map[string]string{
		"empty.csv": "", "two.csv": "a,a\n", "nameless.csv": "a,,b\n", "x.json": "{}", "empty.json": "", "x.xlsx": "PK", "x.txt": "a",
	} {
		_, err := Run(t.Context(), Options{Mapping: put(t, "m.yaml", smallMapping), Data: put(t, name, body), Importer: newArchive(newStore())})
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), os.TempDir(), name)
	}
	path := put(t, "in.csv", smallHeader)
	_, err := Run(t.Context(), Options{Mapping: put(t, "m.yaml", smallMapping), Data: path, Result: path, Importer: newArchive(newStore())})
	require.ErrorContains(t, err, "overwrite")
}

func TestLostQuoteDoesNotSwallowMemory(t *testing.T) {
	body := smallHeader + good + `b1,"` + strings.Repeat("never closed\n", maxRow/8)
	s := newStore()
	sum, err := Run(t.Context(), Options{Mapping: put(t, "m.yaml", smallMapping), Data: put(t, "in.csv", body), Importer: newArchive(s), Now: now})
	require.ErrorIs(t, err, errRowTooLong)
	require.Equal(t, Summary{Rows: 1, Created: 1}, sum)
}

func FuzzRows(f *testing.F) {
	f.Add("csv", []byte(smallHeader+good))
	f.Add("csv", []byte("a,b\n\"x"))
	f.Add("json", []byte(`[{"a":1},{"b":[{}]}]`))
	f.Add("jsonl", []byte("{\"a\":1}\n{\"a\":\"\\ud800\"}\nnull"))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		if kind != kindCSV && kind != kindJSON && kind != kindJSONL {
			return
		}
		rows, err := textRows(strings.NewReader(string(body)), kind, Format{})
		if err != nil {
			return
		}
		result, err := createResult(filepath.Join(t.TempDir(), "result"), rows.Shape())
		require.NoError(t, err)
		for n := 1; ; n++ {
			row, err := rows.Next()
			if err != nil {
				break
			}
			require.Equal(t, n, row.Number)
			require.LessOrEqual(t, n, len(body), "every row takes a byte")
			require.NoError(t, result.Write(row, Result{Outcome: Created}))
		}
		require.NoError(t, result.Close())
		if kind == kindCSV {
			return
		}
		back, err := os.Open(filepath.Join(result.path))
		require.NoError(t, err)
		defer back.Close()
		again, err := textRows(back, kind, Format{})
		require.NoError(t, err)
		for {
			row, err := again.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			require.NoError(t, err)
			require.Nil(t, row.Fault, "what is written can be read")
		}
	})
}
