//! Scenarios E1, E4 and E5 by keys in a terminal: registration, verification and the offers as a
//! clerk walks through them, and the list that follows.

use guitai::office::Period;

use crate::scenario_e04::{SPELLINGS, after_sixteen_others, as_expected};
use crate::scenario_e05::{tells_her_where_to_renew, tells_the_hukou_place, unaffected};
use crate::support::counter::{Hall, LI_CHUNTAO, choose, command, leave, open};
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
    let place = after_sixteen_others();
    let mut desk = open(place.hall());
    start(&mut desk, "653101198405109920", "流入登记");
    desk.sees("*姓名");
    desk.keys("阿依古丽.买买提⏎");
    // Whatever dot is typed, the name has the middle dot, as wide as a terminal draws it.
    desk.sees("阿依古丽・买买提");
    for keys in [
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
    desk.sees("样2010/17");
    desk.keys("⏎");
    desk.sees("今日办件");
    // However her name is typed, she is found.
    for typed in SPELLINGS {
        desk.keys(typed);
        desk.until(typed, |screen| {
            let text = screen.contents();
            text.contains(typed) && text.contains("找到1人") && text.contains("阿依古丽・买买")
        });
        desk.ctrl('u');
        desk.sees_no("找到1人");
    }
    // Her line in the month's list and in the register of the year.
    desk.resize(140, 60);
    desk.ctrl('b');
    desk.sees("流入人口定位信息报告单  2010-06  1行");
    desk.sees("阿依古丽・买买提");
    desk.keys("4");
    desk.sees("17行");
    desk.sees("样2010/17");
    desk.sees("间隔号写法不同");
    desk.keys("⎋");
    desk.sees("今日办件");
    // Her page tells where she lives, below what can be done for her.
    desk.keys("653101198405109920⏎");
    desk.sees("今天可办");
    desk.sees("流入居住");
    desk.keys("⎋");
    leave(desk);

    as_expected(&place);
}

/// From the number of her certificate to the number in the register.
fn verify(desk: &mut Desk, asks_for_a_notice: bool) {
    desk.keys("4510250700600123D⏎");
    // The scheme takes it apart: area, year and serial.
    desk.sees("广西编号・编号年份 06・流水号 00123");
    desk.keys("靖西县新靖镇人民政府⏎");
    desk.keys("2007-06-05⏎");
    desk.sees("编号年份与发证日期不符");
    for keys in ["⏎", "1", "1", "1"] {
        desk.keys(keys);
    }
    desk.sees("已过期");
    // Where to renew is where it was issued; its telephone is asked.
    desk.keys("⏎0776-0000505");
    if asks_for_a_notice {
        desk.keys("⇥");
        desk.sees("本人要求把查验结果告知户籍地");
        desk.keys("1");
        desk.sees("通报给");
    }
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
}

#[test]
fn e5_by_keys_is_expired_and_blocks_nothing() {
    let place = Place::practice("2010-06-08");
    let mut desk = Desk::open(command(place.hall()), 120, 60);
    desk.sees("今日办件");
    start(&mut desk, "451025198606229968", "外地婚育证明查验");
    desk.sees("靖西县（旧码");
    for keys in ["韦艳⏎", "⏎", "451025⏎", "lms1", "纺织路3号⏎", "2010-06-01⏎"] {
        desk.keys(keys);
    }
    verify(&mut desk, false);
    desk.sees("样2010/1");
    desk.keys("⏎");
    // Every service is hers today: she is registered, and nobody asks for the certificate.
    desk.keys("451025198606229968⏎");
    desk.sees("今天可办");
    choose(&mut desk, "流入登记");
    desk.sees("流入登记  韦艳");
    desk.sees("流入原因");
    desk.keys("1②");
    desk.sees("*婚育证明查验");
    for _ in 0..4 {
        desk.keys("2");
    }
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已办结");
    desk.keys("⏎");
    desk.sees("今日办件 2 件");
    // Once more, and this time she asks that the place of her hukou be told.
    desk.keys("451025198606229968⏎");
    desk.sees("今天可办");
    choose(&mut desk, "外地婚育证明查验");
    desk.sees("证明编号");
    verify(&mut desk, true);
    desk.sees("样2010/2");
    desk.keys("⏎");
    leave(desk);

    let office = place.open();
    let papers = office.paper_names("样2010/1").expect("on record");
    assert_eq!(papers, ["F5c", "F5b"], "nobody is told");
    tells_her_where_to_renew(&office);
    tells_the_hukou_place(&office, "样2010/2");
    office.close();
    unaffected(&place);
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
