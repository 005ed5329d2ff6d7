//! One binary for every promise that is tested from outside a room; one file per promise.

#[path = "suite/backed_up.rs"]
mod backed_up;
#[path = "suite/ledger_from_paper.rs"]
mod ledger_from_paper;
#[path = "suite/doctor.rs"]
mod doctor;
#[path = "suite/erased.rs"]
mod erased;
#[path = "suite/no_traces.rs"]
mod no_traces;
#[path = "suite/issue_killed.rs"]
mod issue_killed;
#[path = "suite/system_calls_failed.rs"]
mod system_calls_failed;
#[path = "suite/disk_filled.rs"]
mod disk_filled;
#[path = "suite/view_damaged.rs"]
mod view_damaged;
#[path = "suite/sealed_hall.rs"]
mod sealed_hall;
#[path = "suite/staff_rights.rs"]
mod staff_rights;
#[path = "suite/staff_cli.rs"]
mod staff_cli;
#[path = "suite/counter_locked.rs"]
mod counter_locked;
#[path = "suite/hours_of_work.rs"]
mod hours_of_work;
#[path = "suite/memory_after_lock.rs"]
mod memory_after_lock;
#[path = "suite/index_kept.rs"]
mod index_kept;
#[path = "suite/view_proved_later.rs"]
mod view_proved_later;
#[path = "suite/acts_stored.rs"]
mod acts_stored;
#[path = "suite/code_random.rs"]
mod code_random;
#[path = "suite/code_on_pictures.rs"]
mod code_on_pictures;
#[path = "suite/code_verified.rs"]
mod code_verified;
#[path = "suite/architecture.rs"]
mod architecture;
#[path = "suite/paper_fonts.rs"]
mod paper_fonts;
#[path = "suite/preview_of_papers.rs"]
mod preview_of_papers;
#[path = "suite/preview_by_keys.rs"]
mod preview_by_keys;
#[path = "suite/paper_golden.rs"]
mod paper_golden;
#[path = "suite/paper_archive.rs"]
mod paper_archive;
#[path = "suite/paper_preview.rs"]
mod paper_preview;
#[path = "suite/paper_read_back.rs"]
mod paper_read_back;
#[path = "suite/paper_proof.rs"]
mod paper_proof;
#[path = "suite/paper_files.rs"]
mod paper_files;
#[path = "suite/paper_by_hand.rs"]
mod paper_by_hand;
#[path = "suite/paper_by_hand_life.rs"]
mod paper_by_hand_life;
#[path = "suite/paper_prove.rs"]
mod paper_prove;
#[path = "suite/paper_people.rs"]
mod paper_people;
#[path = "suite/paper_print_shop.rs"]
mod paper_print_shop;
#[path = "suite/paper_overprint.rs"]
mod paper_overprint;
#[path = "suite/paper_overlap.rs"]
mod paper_overlap;
#[path = "suite/paper_signed.rs"]
mod paper_signed;
#[path = "suite/paper_samples.rs"]
mod paper_samples;
#[path = "suite/sample_people.rs"]
mod sample_people;
#[path = "suite/nothing_found.rs"]
mod nothing_found;
#[path = "suite/register_imported.rs"]
mod register_imported;
#[path = "suite/slips_named.rs"]
mod slips_named;
#[path = "suite/print_position.rs"]
mod print_position;
#[path = "suite/printing.rs"]
mod printing;
#[path = "suite/blanks.rs"]
mod blanks;
#[path = "suite/print_by_keys.rs"]
mod print_by_keys;
#[path = "suite/calibration.rs"]
mod calibration;
#[path = "suite/facts.rs"]
mod facts;
#[path = "suite/flow_by_keys.rs"]
mod flow_by_keys;
#[path = "suite/facts_flow.rs"]
mod facts_flow;
#[path = "suite/report_month.rs"]
mod report_month;
#[path = "suite/scenario_e04.rs"]
mod scenario_e04;
#[path = "suite/scenario_e05.rs"]
mod scenario_e05;
#[path = "suite/paper_specimens.rs"]
mod paper_specimens;
#[path = "suite/day_sheet.rs"]
mod day_sheet;
#[path = "suite/form_files.rs"]
mod form_files;
#[path = "suite/ledger_folder.rs"]
mod ledger_folder;
#[path = "suite/ledger_killed.rs"]
mod ledger_killed;
#[path = "suite/ledger_lock.rs"]
mod ledger_lock;
#[path = "suite/ledger_stored.rs"]
mod ledger_stored;
#[path = "suite/paper_text.rs"]
mod paper_text;
#[path = "suite/counter_by_keys.rs"]
mod counter_by_keys;
#[path = "suite/counter_killed.rs"]
mod counter_killed;
#[path = "suite/terminal_counter.rs"]
mod terminal_counter;
#[path = "suite/scenario_e13.rs"]
mod scenario_e13;
#[path = "suite/scenario_e16.rs"]
mod scenario_e16;
#[path = "suite/office_scenarios.rs"]
mod office_scenarios;
#[path = "suite/consents.rs"]
mod consents;
#[path = "suite/rights_reports.rs"]
mod rights_reports;
#[path = "suite/rights_purged.rs"]
mod rights_purged;
#[path = "suite/notice_sent.rs"]
mod notice_sent;
#[path = "suite/scenario_e07.rs"]
mod scenario_e07;
#[path = "suite/scenario_e14.rs"]
mod scenario_e14;
#[path = "suite/view_rebuilt.rs"]
mod view_rebuilt;
#[path = "suite/cli_bad_input.rs"]
mod cli_bad_input;
#[path = "suite/cli_commands.rs"]
mod cli_commands;
#[path = "suite/office_disk.rs"]
mod office_disk;
#[path = "suite/office_in_force.rs"]
mod office_in_force;
#[path = "suite/office_street.rs"]
mod office_street;
#[path = "suite/practice_readme.rs"]
mod practice_readme;
#[path = "suite/practice_drill.rs"]
mod practice_drill;
#[path = "suite/scenario_e08.rs"]
mod scenario_e08;
#[path = "suite/certificate_ended_by_keys.rs"]
mod certificate_ended_by_keys;
#[path = "suite/certificate_shown.rs"]
mod certificate_shown;
#[path = "suite/leaving_and_return.rs"]
mod leaving_and_return;
#[path = "suite/scenario_e12.rs"]
mod scenario_e12;
#[path = "suite/facts_certificate.rs"]
mod facts_certificate;
#[path = "suite/rights.rs"]
mod rights;
#[path = "suite/audited.rs"]
mod audited;
#[path = "suite/role_verbs.rs"]
mod role_verbs;
#[path = "suite/four_eyes.rs"]
mod four_eyes;
#[path = "suite/free_of_charge.rs"]
mod free_of_charge;
#[path = "suite/scenario_e10.rs"]
mod scenario_e10;
#[path = "suite/scenario_e15.rs"]
mod scenario_e15;
#[path = "suite/people_bad_input.rs"]
mod people_bad_input;
#[path = "suite/scenario_e01.rs"]
mod scenario_e01;
#[path = "suite/scenario_e02.rs"]
mod scenario_e02;
#[path = "suite/scenario_e03.rs"]
mod scenario_e03;
#[path = "suite/scenario_e06.rs"]
mod scenario_e06;
#[path = "suite/scenario_e09.rs"]
mod scenario_e09;
#[path = "suite/scenario_e11.rs"]
mod scenario_e11;
#[path = "suite/supplies_bad_input.rs"]
mod supplies_bad_input;
#[path = "suite/matters.rs"]
mod matters;
#[path = "suite/monitoring_sheet.rs"]
mod monitoring_sheet;
#[path = "suite/counted_right.rs"]
mod counted_right;
#[path = "suite/facts_numbers.rs"]
mod facts_numbers;
#[path = "suite/facts_permit.rs"]
mod facts_permit;
#[path = "suite/own_profile.rs"]
mod own_profile;
#[path = "suite/report_files.rs"]
mod report_files;
#[path = "suite/reports_by_keys.rs"]
mod reports_by_keys;

mod support;
