use serde_json::json;

use super::arguments::{
    CountOptions, HandOutOptions, LossOptions, ReceiveOptions, TransferOptions,
};
use crate::cli::{Context, Exit, Failure};
use crate::form::RequestId;
use crate::office::{
    CountWish, HandOutWish, LossWish, MovedSupplies, NamedWish, Office, ReceiveWish, RecipientWish,
    StockError, TransferWish,
};
use crate::record::Collector;
use crate::staff::Clerk;
use crate::text::Message;

pub fn receive(context: &Context, options: &ReceiveOptions) -> Result<Exit, Failure> {
    let wish = |request| ReceiveWish {
        request,
        item: options.goods.item.clone(),
        batch: options.goods.batch.clone(),
        expiry: options.expiry.clone(),
        quantity: options.goods.quantity,
        maker: options.maker.clone(),
        from: options.from.clone(),
        document: options.document.clone(),
    };
    let named = options.moved.request;
    moved(context, named, |office, request, clerk| {
        office.receive(&wish(request), clerk)
    })
}

pub fn hand_out(context: &Context, options: &HandOutOptions) -> Result<Exit, Failure> {
    let wish = |request| HandOutWish {
        request,
        item: options.item.clone(),
        quantity: options.quantity,
        batch: options.batch.clone(),
        first_use: options.first_use,
        explained: options.explained,
        to: recipient(options),
    };
    let named = options.moved.request;
    moved(context, named, |office, request, clerk| {
        office.hand_out(&wish(request), clerk)
    })
}

fn recipient(options: &HandOutOptions) -> RecipientWish {
    let Some(id) = &options.id else {
        return RecipientWish::Anonymous;
    };
    RecipientWish::Named(NamedWish {
        id: id.clone(),
        name: options.name.clone(),
        by: match options.by_other {
            true => Collector::Other,
            false => Collector::Herself,
        },
        consent: options.consent,
    })
}

pub fn loss(context: &Context, options: &LossOptions) -> Result<Exit, Failure> {
    let wish = |request| LossWish {
        request,
        item: options.goods.item.clone(),
        batch: options.goods.batch.clone(),
        quantity: options.goods.quantity,
        reason: options.reason.into(),
        approved_by: options.approved_by.clone(),
    };
    let named = options.moved.request;
    moved(context, named, |office, request, clerk| {
        office.write_off(&wish(request), clerk)
    })
}

pub fn transfer(context: &Context, options: &TransferOptions) -> Result<Exit, Failure> {
    let wish = |request| TransferWish {
        request,
        item: options.goods.item.clone(),
        batch: options.goods.batch.clone(),
        quantity: options.goods.quantity,
        to: options.to.clone(),
        document: options.document.clone(),
    };
    let named = options.moved.request;
    moved(context, named, |office, request, clerk| {
        office.transfer_out(&wish(request), clerk)
    })
}

pub fn count(context: &Context, options: &CountOptions) -> Result<Exit, Failure> {
    let wish = |request| CountWish {
        request,
        item: options.goods.item.clone(),
        batch: options.goods.batch.clone(),
        found: options.goods.quantity,
        note: options.note.clone(),
    };
    let named = options.moved.request;
    moved(context, named, |office, request, clerk| {
        office.count_stock(&wish(request), clerk)
    })
}

/// Does a movement and tells what came of it.
fn moved(
    context: &Context,
    named: Option<RequestId>,
    act: impl FnOnce(&mut Office, RequestId, &Clerk) -> Result<MovedSupplies, StockError>,
) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let clerk = office.clerk();
    let request = named.unwrap_or_else(|| office.new_request());
    let moved = act(&mut office, request, &clerk)?;
    for line in &moved.lines {
        context.voice.say(
            &Message::new("supplies.cli_moved")
                .with("number", &moved.number)
                .with("item", &line.batch.item)
                .with("batch", &line.batch.number)
                .with("expiry", line.expiry.last())
                .with("quantity", line.quantity),
        );
    }
    for note in &moved.notes {
        context.voice.note(note);
    }
    let lines = moved.lines.iter().map(|line| {
        json!({
            "item": line.batch.item,
            "batch": line.batch.number,
            "expiry": line.expiry.last(),
            "quantity": line.quantity,
        })
    });
    let lang = context.lang();
    let notes = moved.notes.iter().map(|note| note.say(lang));
    context.voice.data(&json!({
        "number": moved.number,
        "sequence": moved.sequence,
        "person": moved.person.map(|person| person.0),
        "lines": lines.collect::<Vec<_>>(),
        "repeated": moved.repeated,
        "notes": notes.collect::<Vec<_>>(),
    }));
    office.close();
    Ok(Exit::Done)
}
