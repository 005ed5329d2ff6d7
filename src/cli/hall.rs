use serde_json::json;

use super::arguments::{HallCommand, NewOptions};
use super::{Context, Exit, Failure};
use crate::office::{NewHall, SystemClock, default_issuer, new_hall};
use crate::record::Issuer;
use crate::text::Message;

pub fn run(context: &Context, command: HallCommand) -> Result<Exit, Failure> {
    match command {
        HallCommand::New(options) => new(context, options),
    }
}

fn new(context: &Context, options: NewOptions) -> Result<Exit, Failure> {
    let new = NewHall {
        profile: options.profile.clone(),
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
    context.voice.data(&json!({
        "hall": hall.folder,
        "id": hall.settings.id,
        "profile": hall.settings.profile,
    }));
    Ok(Exit::Done)
}

fn issuer(options: NewOptions) -> Issuer {
    let default = default_issuer();
    Issuer {
        area9: options.area.unwrap_or(default.area9),
        name: options.name.unwrap_or(default.name),
        address: options.address.unwrap_or(default.address),
        postcode: options.postcode.unwrap_or(default.postcode),
        phone: options.phone.unwrap_or(default.phone),
        responsible: options.responsible.unwrap_or(default.responsible),
    }
}
