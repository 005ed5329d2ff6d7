//! Promise: a change is noted and a certificate cancelled by keys alone, and the pages say so.

use crate::support::counter::{leave, named};
use crate::support::life::{OLD, issue_example, move_to, tall};
use crate::support::place::Place;
use crate::support::terminal::Desk;

const SHE: &str = "430406198304129927";

fn her_page(desk: &mut Desk) {
    desk.keys(&format!("⎋{SHE}⏎"));
    desk.sees("今天可办");
}

fn confirm(desk: &mut Desk, done: &str) {
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees(done);
    desk.keys("⏎");
    desk.sees("今日办件");
}

#[test]
fn a_birth_is_noted_and_the_certificate_cancelled_at_her_own_wish() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    move_to(place.hall(), "2010-04-20");
    let mut desk = tall(place.hall());

    her_page(&mut desk);
    named(&mut desk, "变更登记");
    desk.sees("变更的内容");
    desk.keys("2⏎⏎");
    desk.sees("第1个孩子");
    desk.keys("2");
    desk.sees("第2个孩子");
    desk.keys("⏎⏎⏎⏎王小雷⏎1");
    desk.keys("2010-01-05⏎⏎");
    desk.sees("2010-01-05");
    desk.keys("②");
    confirm(&mut desk, "已登记变更：李春桃，证号和有效期不变");

    her_page(&mut desk);
    desk.sees("王小雷");
    named(&mut desk, "注销");
    desk.sees("注销原因");
    desk.keys("4⏎");
    desk.sees("来办的人");
    desk.keys("②");
    desk.sees("本人身份证");
    desk.keys("⑥②");
    confirm(&mut desk, "已注销");

    her_page(&mut desk);
    desk.sees("已注销（本人申请）");
    leave(desk);

    let office = place.open();
    let certificate = office.certificate(OLD).expect("a view").expect("issued");
    assert_eq!(certificate.answers()["children"], "2");
    assert_eq!(
        certificate.issued.answers["children"], "1",
        "as it was issued"
    );
}
