//! Scenarios E1, E4 and E5 by keys in a terminal: registration, verification and the offers as a
//! clerk walks through them, and the list that follows.

use guitai::office::Period;

use crate::support::counter::{Hall, LI_CHUNTAO, leave, open};
use crate::support::place::Place;
use crate::support::terminal::Desk;

/// Opens the list of services for somebody who is not on record, and picks one by its title.
fn start(desk: &mut Desk, number: &str, title: &str) {
    desk.keys(number);
    desk.keys("③");
    desk.sees(title);
    let screen = desk.screen_text();
    let line = screen.lines().find(|line| line.contains(title));
    let key = line.and_then(|line| line.split_whitespace().next());
    desk.keys(key.expect("the service has its key"));
}

#[test]
fn e4_by_keys_is_registered_verified_and_given_a_slip() {
    let place = Place::practice("2010-06-01");
    let mut desk = open(place.hall());
    start(&mut desk, "653101198405109920", "流入登记");
    desk.sees("*姓名");
    for keys in [
        "阿依古丽.买买提⏎",
        "13800000104⏎",
        "喀什市⏎",
        "fzxc1",
        "8栋⏎",
        "2010-05-20⏎",
        "1",
    ] {
        desk.keys(keys);
    }
    desk.sees("跨省");
    desk.keys("⏎⏎");
    desk.sees("子女（自愿）");
    for keys in ["⏎", "1", "653101001090123⏎"] {
        desk.keys(keys);
    }
    desk.sees("编号规则不明，按所见登记");
    for keys in [
        "喀什市恰萨街道办事处⏎",
        "2009-06-10⏎",
        "阿依古丽•买买提⏎",
        "1",
        "1",
        "1",
    ] {
        desk.keys(keys);
    }
    desk.sees("间隔号写法不同");
    desk.keys("⏎");
    for keys in [
        "1",
        "1",
        "2",
        "1",
        "1",
        "白沙洲街道社区卫生服务中心⏎",
        "2010-06-18⏎",
        "上午9:00⏎",
        "2",
        "2",
    ] {
        desk.keys(keys);
    }
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("样2010/1");
    desk.keys("⏎");
    desk.sees("今日办件");
    // Her page tells where she lives, below what can be done for her.
    desk.keys("653101198405109920⏎");
    desk.sees("今天可办");
    desk.resize(80, 60);
    desk.sees("流入居住");
    desk.keys("⎋");
    leave(desk);

    let office = place.open();
    let papers = office.paper_names("样2010/1").expect("on record");
    assert_eq!(papers, ["F5c", "F6", "F7b"]);
    let found = office.find("阿依古丽买买提", 2).expect("a view");
    assert_eq!(found.hits.len(), 1);
}

#[test]
fn e5_by_keys_is_expired_and_blocks_nothing() {
    let place = Place::practice("2010-06-08");
    let mut desk = open(place.hall());
    start(&mut desk, "451025198606229968", "外地婚育证明查验");
    desk.sees("靖西县");
    for keys in [
        "韦艳⏎",
        "⏎",
        "451025⏎",
        "lms1",
        "纺织路3号⏎",
        "2010-06-01⏎",
        "4510250700600123D⏎",
    ] {
        desk.keys(keys);
    }
    desk.sees("广西编号");
    desk.keys("靖西县新靖镇人民政府⏎");
    desk.keys("2007-06-05⏎");
    desk.sees("编号年份与发证日期不符");
    for keys in ["⏎", "1", "1", "1"] {
        desk.keys(keys);
    }
    desk.sees("已过期");
    for keys in ["⏎", "⏎"] {
        desk.keys(keys);
    }
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("样2010/1");
    desk.keys("⏎");
    leave(desk);

    let office = place.open();
    let papers = office.paper_names("样2010/1").expect("on record");
    assert_eq!(papers, ["F5c", "F5b"], "nobody is told");
}

#[test]
fn e1_by_keys_stands_in_the_outflow_list_of_march() {
    let hall = Hall::new();
    let mut desk = open(&hall.path());
    desk.keys("430406198304129927⏎");
    desk.sees("*姓名");
    for keys in LI_CHUNTAO {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("4304 0600 5100 0001 X");
    desk.keys("⏎");
    leave(desk);
    let office = hall.office();
    let month = "2010-03".parse().expect("a month");
    let list = office.report("F10", Period::Month(month)).expect("a view");
    let line = list.rows.iter().find(|row| row["name"] == "李春桃");
    let line = line.expect("she stands in the list");
    assert_eq!(line["leave_date"], line["issue_date"]);
    assert!(!line.contains_key("check_date") && !line.contains_key("remark"));
}
