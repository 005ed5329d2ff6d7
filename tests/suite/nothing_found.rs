//! Promise: where nobody is found, what was typed to look for her need not be typed again.

use crate::support::counter::{leave, open};
use crate::support::place::Place;

#[test]
fn a_name_and_a_telephone_that_find_nobody_stand_in_their_fields() {
    let place = Place::practice("2010-03-15");
    let mut desk = open(place.hall());
    desk.keys("13800000101 李春桃");
    desk.sees("以「李春桃  13800000101」开始");
    desk.keys("⏎");
    desk.sees("*身份证号码");
    desk.sees("李春桃");
    desk.sees("13800000101");
    leave(desk);
}

#[test]
fn what_names_nobody_is_said_to_go_into_no_field() {
    let place = Place::practice("2010-03-15");
    let mut desk = open(place.hall());
    desk.keys("李春桃 0101");
    desk.sees("以「李春桃」开始（「0101」不填入）");
    desk.keys("⎋");
    desk.sees_no("李春桃");
    desk.keys("4304060051000001X");
    desk.sees("4304060051000001X 是证号，不是人");
    desk.keys("⎋");
    desk.sees_no("4304060051000001X");
    desk.keys("430406198304129928");
    desk.sees("校验码不符，请核对证件");
    desk.sees("以「430406198304129928」开始");
    leave(desk);
}
