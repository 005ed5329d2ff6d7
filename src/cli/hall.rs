use serde_json::json;

use super::arguments::{HallCommand, NewOptions};
use super::{Context, Exit, Failure};
use crate::office::{Clock, NewHall, SystemClock, new_hall, profile_of_the_day};
use crate::record::Issuer;
use crate::text::Message;

pub fn run(context: &Context, command: HallCommand) -> Result<Exit, Failure> {
    match command {
        HallCommand::New(options) => new(context, options),
    }
}

fn new(context: &Context, options: NewOptions) -> Result<Exit, Failure> {
    let new = NewHall {
        profile: profile(&options)?,
        practice: false,
        clerk: options.clerk.clone(),
        date: None,
        issuer: issuer(options),
    };
    let hall = new_hall(&context.hall, new, &SystemClock)?;
    context.voice.say(
        &Message::new("cli.hall_made")
            .with("folder", hall.folder.display())
            .with("name", &hall.settings.issuer.name),
    );
    if hall.settings.issuer.address.is_empty() || hall.settings.issuer.phone.is_empty() {
        context.voice.say(&Message::new("cli.hall_incomplete"));
    }
    context.voice.data(&json!({
        "hall": hall.folder,
        "id": hall.settings.id,
        "profile": hall.settings.profile,
    }));
    Ok(Exit::Done)
}

/// The profile asked for, else the one in force today.
fn profile(options: &NewOptions) -> Result<String, Failure> {
    match &options.profile {
        Some(profile) => Ok(profile.clone()),
        None => Ok(profile_of_the_day(SystemClock.today())?),
    }
}

/// A real hall's papers show what it was told of itself and nothing invented.
fn issuer(options: NewOptions) -> Issuer {
    Issuer {
        area9: options.area,
        name: options.name,
        address: options.address,
        postcode: options.postcode,
        phone: options.phone,
        responsible: options.responsible,
    }
}
