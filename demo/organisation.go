// Package demo is a believable, obviously fictitious organisation with people,
// accounts and live cases, for looking around and for the browser tests.
package demo

import (
	"crypto/sha256"
	"strings"
	"time"

	"github.com/google/uuid"

	"gongzhi/roles"
)

// began is when everybody in the demonstration took their seat.
var began = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func id(name string) roles.ID {
	h := sha256.Sum256([]byte("gongzhi demo " + name))
	v, _ := uuid.FromBytes(h[:16])
	v[6], v[8] = v[6]&0x0f|0x40, v[8]&0x3f|0x80
	return v
}

// agency is a row of the demonstration's government. Regions are real codes,
// so that routing works; every agency and person is invented, and says so.
type agency struct {
	key, parent, region string
	zh, en              string
	people              [3]string // officer, supervisor, leader
	deputy              string    // of the officer, may be empty
}

var agencies = []agency{
	{"national", "", "", "国家个人信息保护办公室（演示）", "National Personal Information Office (demo)", [3]string{"安知远", "钟正言", "卫国平"}, "路小满"},
	{"guangdong", "national", "440000", "广东省个人信息保护处（演示）", "Guangdong Personal Information Office (demo)", [3]string{"林晓岚", "梁思远", "岑立夏"}, ""},
	{"shenzhen", "guangdong", "440300", "深圳市个人信息保护科（演示）", "Shenzhen Personal Information Office (demo)", [3]string{"陈一帆", "黄明澈", "何望舒"}, "温若谷"},
	{"guangzhou", "guangdong", "440100", "广州市个人信息保护科（演示）", "Guangzhou Personal Information Office (demo)", [3]string{"邓清和", "谢知微", "潘怀瑾"}, ""},
	{"sichuan", "national", "510000", "四川省个人信息保护处（演示）", "Sichuan Personal Information Office (demo)", [3]string{"蒲嘉木", "罗景行", "邹念慈"}, ""},
	{"chengdu", "sichuan", "510100", "成都市个人信息保护科（演示）", "Chengdu Personal Information Office (demo)", [3]string{"蒋子衿", "熊青野", "龙在田"}, ""},
	{"telecom", "national", "", "通信管理局（演示）", "Telecommunications Regulator (demo)", [3]string{"凌听雨", "纪长风", "顾南星"}, ""},
	{"oversight", "", "", "独立监督办公室（演示）", "Independent Oversight Office (demo)", [3]string{"宋如是", "商秉义", "明镜之"}, ""},
}

var classes = [3]roles.Role{roles.Officer, roles.Supervisor, roles.Leader}

var titles = [3]roles.Text{
	{Zh: "经办人", En: "Case officer"}, {Zh: "科室负责人", En: "Supervisor"}, {Zh: "机关负责人", En: "Head of office"},
}

// outsider is somebody who holds no post.
type outsider struct {
	key  string
	role roles.Role
	name string
	zh   string
	en   string
	org  roles.Text // the admitted organization or newsroom that they speak for
}

var outsiders = []outsider{
	{"org1", roles.Organization, "清源数据权益促进会（演示）", "社会组织", "Social organization", roles.Text{Zh: "清源数据权益促进会（演示）", En: "Qingyuan Data Rights Society (demo)"}},
	{"org2", roles.Organization, "Consumers' Data Watch (demo)", "社会组织", "Social organization", roles.Text{Zh: "消费者数据观察（演示）", En: "Consumers' Data Watch (demo)"}},
	{"media1", roles.Media, "南方观察报 记者 尹乐山（演示）", "媒体", "Media", roles.Text{Zh: "南方观察报（演示）", En: "Southern Observer (demo)"}},
	{"citizen1", roles.Citizen, "市民 唐小雨（演示）", "公民", "Citizen", roles.Text{}},
	{"operator", roles.Operator, "系统运维（演示）", "运维", "Operator", roles.Text{}},
}

// Parts are the demonstration's organisation.
func Parts() roles.Parts {
	p := roles.Parts{Revision: 1, Default: id("national"), Oversight: id("oversight/leader"), CoolingOff: roles.DefaultCoolingOff}
	for _, a := range agencies {
		a.addTo(&p)
	}
	for _, o := range outsiders {
		person := roles.Person{ID: id("person " + o.key), Name: o.name, Role: o.role}
		if o.org != (roles.Text{}) {
			person.Organization = id("organization " + o.key)
			p.Associations = append(p.Associations, roles.Association{ID: person.Organization, Name: o.org, Kind: o.role})
		}
		p.People = append(p.People, person)
	}
	p.Bodies = bodies()
	p.Routes = []roles.Route{
		{Sector: "telecom", Agency: id("telecom")},
		{Region: "440300", Agency: id("shenzhen")},
		{Region: "440100", Agency: id("guangzhou")},
		{Region: "440000", Agency: id("guangdong")},
		{Region: "510100", Agency: id("chengdu")},
		{Region: "510000", Agency: id("sichuan")},
	}
	return p
}

func (a agency) addTo(p *roles.Parts) {
	row := roles.Agency{
		ID: id(a.key), Name: roles.Text{Zh: a.zh, En: a.en}, Region: a.region,
		Head: id(a.key + "/leader"), Intake: id(a.key + "/officer"),
	}
	if a.parent != "" {
		row.Parent = id(a.parent)
	}
	p.Agencies = append(p.Agencies, row)
	for i, class := range classes {
		post := roles.Post{ID: id(a.key + "/" + string(class)), Agency: row.ID, Title: titles[i], Class: class}
		if i+1 < len(classes) {
			post.Superior = id(a.key + "/" + string(classes[i+1]))
		}
		p.Posts = append(p.Posts, post)
		seat(p, post, a.key+"/"+string(class), a.people[i], false)
	}
	if a.deputy != "" {
		seat(p, p.Posts[len(p.Posts)-3], a.key+"/deputy", a.deputy, true)
	}
}

func seat(p *roles.Parts, post roles.Post, key, name string, deputy bool) {
	person := roles.Person{ID: id("person " + key), Name: name, Role: post.Class}
	p.People = append(p.People, person)
	p.Holdings = append(p.Holdings, roles.Holding{ID: id("holding " + key), Post: post.ID, Person: person.ID, Deputy: deputy, From: began})
}

// Account is a sign-in of the demonstration, shown on the sign-in page.
type Account struct {
	Person   roles.ID   `json:"-"`
	Role     roles.Role `json:"role"`
	Post     string     `json:"post"`
	Name     string     `json:"name"`
	Email    string     `json:"email"`
	Password string     `json:"password"`
}

// Password is the same for every account of the demonstration. It protects
// nothing: the demonstration holds invented cases only.
const Password = "gongzhi demo 2026" //nolint:gosec // public on purpose

// Accounts lists every sign-in of the demonstration.
func Accounts() []Account {
	var list []Account
	for _, a := range agencies {
		for i, class := range classes {
			list = append(list, account(a.key+"/"+string(class), class, a.zh+" "+titles[i].Zh+" · "+a.en+" "+titles[i].En, a.people[i]))
		}
		if a.deputy != "" {
			list = append(list, account(a.key+"/deputy", roles.Officer, a.zh+" 经办人（副） · "+a.en+" Deputy case officer", a.deputy))
		}
	}
	for _, o := range outsiders {
		list = append(list, account(o.key, o.role, o.zh+" · "+o.en, o.name))
	}
	return list
}

func account(key string, role roles.Role, post, name string) Account {
	return Account{
		Person: id("person " + key), Role: role, Post: post, Name: name,
		Email: strings.ReplaceAll(key, "/", ".") + "@demo.example", Password: Password,
	}
}

// Person is the id of a person by the key of their account ("shenzhen/officer").
func Person(key string) roles.ID { return id("person " + key) }
