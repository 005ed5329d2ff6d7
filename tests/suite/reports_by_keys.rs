//! Promise: the month's lists are looked at, confirmed and printed on one screen, and a line leads to
//! its person; E12's corrected line stands there as the guide expects.

use crate::scenario_e04::{data, run};
use crate::support::counter::{leave, open};
use crate::support::life::{OLD, act_as, issue_example, move_to};
use crate::support::place::{Place, example_text};

#[test]
fn the_outflow_list_is_looked_at_confirmed_and_printed_by_keys() {
    let place = Place::practice("2010-03-15");
    run(&place, &["flow", "out"], "e1.toml");
    let mut desk = open(place.hall());
    desk.ctrl('b');
    desk.sees("流入人口定位信息报告单  2010-03  0行");
    desk.keys("2");
    desk.sees("流出人口定位信息报告单  2010-03  1行");
    desk.sees("李春桃");
    // To her page and back to the list.
    desk.keys("⏎");
    desk.sees("今天可办");
    desk.keys("⎋");
    desk.sees("流出人口定位信息报告单");
    // The return slip of her certificate is still out.
    desk.keys("5");
    desk.sees("待收返回联（一年以内发的证）  1张");
    desk.sees("样4304060051000001X");
    desk.keys("2");
    desk.sees("1行");
    desk.keys("②");
    desk.sees("已补打 F10");
    desk.keys("⑦");
    desk.sees("确认以后不再改动");
    desk.keys("⑦");
    desk.sees("确认上报");
    desk.sees("2010-03-15 由 陈静");
    desk.keys("⎋");
    leave(desk);
    let list = data(&place, &["report", "F10", "2010-03", "--json"]);
    assert_eq!(list["confirmed_on"], "2010-03-15");
    assert!(
        place
            .hall()
            .join("papers/2010/样BB-F10-201003-F10.pdf")
            .exists()
    );
}

/// 郭晓燕's husband is corrected; by a case file, as the desk of E12 does it by keys.
fn corrected(place: &Place) {
    let handed = [
        "certificate",
        "hand-over",
        OLD,
        "--answer",
        "doc.id_card=seen",
    ];
    let output = place.run(&handed);
    assert_eq!(output.status.code(), Some(0));
    let path = place.around().join("e12.toml");
    std::fs::write(&path, example_text("e12.toml")).expect("room for a case");
    let path = path.display().to_string();
    let output = place.run(&["certificate", "correct", OLD, "--case", &path]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn e12_the_line_of_the_month_is_corrected_while_it_is_open() {
    let place = Place::practice("2010-11-02");
    issue_example(place.hall(), "e12-issue.toml");
    act_as(place.hall(), "吴敏");
    corrected(&place);
    let list = data(&place, &["report", "F10", "2010-11", "--json"]);
    assert_eq!(list["rows"][0]["spouse_name"], "彭立新");
    let changes = data(&place, &["report", "F11", "2010-11", "--json"]);
    assert_eq!(changes["total"], 0);
}

#[test]
fn e12_a_locked_month_is_followed_by_a_line_among_the_changes() {
    let place = Place::practice("2010-11-02");
    issue_example(place.hall(), "e12-issue.toml");
    for report in ["F10", "F11"] {
        data(
            &place,
            &["report", report, "2010-11", "--confirm", "--json"],
        );
    }
    move_to(place.hall(), "2010-12-03");
    corrected(&place);
    let list = data(&place, &["report", "F10", "2010-11", "--json"]);
    assert_eq!(list["rows"][0]["spouse_name"], "彭立薪", "sent as it was");
    let changes = data(&place, &["report", "F11", "2010-12", "--json"]);
    let line = &changes["rows"][0];
    for (column, text) in [
        ("kind_label", "更正"),
        ("old", "配偶姓名：彭立薪"),
        ("new", "配偶姓名：彭立新"),
    ] {
        assert_eq!(line[column], text, "{column}");
    }
    // And on the screen of the month.
    let mut desk = open(place.hall());
    desk.ctrl('b');
    desk.sees("流入人口定位信息报告单");
    desk.keys("3");
    desk.sees("服务管理变更信息报告单  2010-12  1行");
    desk.sees("配偶姓名：彭立新");
    desk.keys("⎋");
    leave(desk);
}
