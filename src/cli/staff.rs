use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::arguments::Json;
use super::secret::{new_secret, read, secret};
use super::{Context, Exit, Failure};
use crate::disk::{DiskError, password_work, write_whole};
use crate::office::{Office, SignIn, StaffFailure, SystemClock, begin_staff, recover};
use crate::seal::{BadShare, Share};
use crate::staff::{NewMember, Role, Roles, StaffError};
use crate::text::Message;

#[derive(Debug, Subcommand)]
pub enum StaffCommand {
    /// 新大厅的第一名管理员兼负责人：从此大厅加密 · the first member of a new hall, which seals it
    First(FirstOptions),
    /// 人员名单 · who is a member
    List(Json),
    /// 新增人员 · a member joins
    Add(AddOptions),
    /// 人员离岗：换新密钥 · a member leaves; the hall's key is changed
    Leave(LeaveOptions),
    /// 更改角色 · other roles
    Roles(RolesOptions),
    /// 更改口令 · another password
    Password(PasswordOptions),
    /// 重新制作三页恢复密钥，旧的作废 · three new papers of the recovery key
    Shares(SharesOptions),
    /// 用两页恢复密钥重设一人的口令 · a new password by two papers of the recovery key
    Recover(RecoverOptions),
}

#[derive(Debug, Args)]
pub struct FirstOptions {
    /// 姓名 · name
    #[arg(long)]
    pub name: String,
    /// 三页恢复密钥写到这个文件夹 · the papers of the recovery key go here
    #[arg(long, value_name = "DIR")]
    pub shares: PathBuf,
    #[command(flatten)]
    pub new: NewPassword,
    #[command(flatten)]
    pub json: Json,
}

/// The password that is to be set.
#[derive(Debug, Args)]
pub struct NewPassword {
    /// 新口令在这个文件的第一行；不指定时按提示输入 · the new password is this file's first line
    #[arg(long, value_name = "FILE")]
    pub new_password_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct AddOptions {
    /// 姓名 · name
    #[arg(long)]
    pub name: String,
    /// 角色：clerk 经办，supervisor 负责人，auditor 审计员，administrator 管理员 · what for
    #[arg(long = "role", required = true, value_parser = role)]
    pub roles: Vec<Role>,
    #[command(flatten)]
    pub new: NewPassword,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct LeaveOptions {
    /// 姓名 · name
    #[arg(long)]
    pub name: String,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct RolesOptions {
    /// 姓名 · name
    #[arg(long)]
    pub name: String,
    /// 角色，可以多个 · roles
    #[arg(long = "role", required = true, value_parser = role)]
    pub roles: Vec<Role>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct PasswordOptions {
    /// 谁的口令；不指定时是自己的 · whose; one's own unless told
    #[arg(long)]
    pub name: Option<String>,
    #[command(flatten)]
    pub new: NewPassword,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct SharesOptions {
    /// 写到这个文件夹 · the papers go here
    #[arg(long, value_name = "DIR")]
    pub shares: PathBuf,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct RecoverOptions {
    /// 谁的口令 · whose password is set
    #[arg(long)]
    pub name: String,
    /// 恢复密钥的一页，写在文件里；不指定时按提示输入 · one paper in a file, else at the prompt
    #[arg(long = "share-file", value_name = "FILE", num_args = 1)]
    pub share_files: Vec<PathBuf>,
    #[command(flatten)]
    pub new: NewPassword,
    #[command(flatten)]
    pub json: Json,
}

impl StaffCommand {
    pub fn json(&self) -> bool {
        let json = match self {
            StaffCommand::First(options) => &options.json,
            StaffCommand::List(json) => json,
            StaffCommand::Add(options) => &options.json,
            StaffCommand::Leave(options) => &options.json,
            StaffCommand::Roles(options) => &options.json,
            StaffCommand::Password(options) => &options.json,
            StaffCommand::Shares(options) => &options.json,
            StaffCommand::Recover(options) => &options.json,
        };
        json.json
    }
}

fn role(code: &str) -> Result<Role, String> {
    let codes = || Role::ALL.map(Role::code).join(", ");
    code.parse().map_err(|()| codes())
}

pub fn run(context: &Context, command: &StaffCommand) -> Result<Exit, Failure> {
    match command {
        StaffCommand::First(options) => first(context, options),
        StaffCommand::List(_) => list(context),
        StaffCommand::Add(options) => add(context, options),
        StaffCommand::Leave(options) => {
            change(context, "cli.staff_left", &options.name, |office, who| {
                office.leave_staff(&options.name, &who.password)
            })
        }
        StaffCommand::Roles(options) => change(
            context,
            "cli.staff_roles_set",
            &options.name,
            |office, who| office.set_roles(&options.name, Roles::of(&options.roles), &who.password),
        ),
        StaffCommand::Password(options) => password(context, options),
        StaffCommand::Shares(options) => shares(context, options),
        StaffCommand::Recover(options) => recovered(context, options),
    }
}

fn first(context: &Context, options: &FirstOptions) -> Result<Exit, Failure> {
    // A folder that takes no papers is found before anything is sealed.
    std::fs::create_dir_all(&options.shares)
        .map_err(|cause| DiskError::io(&options.shares, cause))?;
    let password = asked_new(context, &options.new)?;
    let member = NewMember {
        name: options.name.trim(),
        roles: Roles::of(&[Role::Administrator, Role::Supervisor]),
        password: &password,
    };
    let shares = begin_staff(&context.hall, member, password_work(), &SystemClock)?;
    let files = write_shares(context, &options.shares, &shares)?;
    tell(context, "cli.staff_first", member.name);
    context
        .voice
        .data(&json!({ "name": member.name, "shares": files }));
    Ok(Exit::Done)
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let (office, _) = signed(context)?;
    let members = office.members()?;
    let lang = context.lang();
    for member in &members {
        let roles: Vec<String> = member
            .roles
            .each()
            .map(|role| role.message().say(lang))
            .collect();
        context
            .voice
            .line(format!("{} {}", member.name, roles.join(" ")));
    }
    let data = members.iter().map(|member| {
        let roles: Vec<&str> = member.roles.each().map(Role::code).collect();
        json!({ "name": member.name, "roles": roles })
    });
    context
        .voice
        .data(&json!({ "staff": data.collect::<Vec<_>>() }));
    office.close();
    Ok(Exit::Done)
}

fn add(context: &Context, options: &AddOptions) -> Result<Exit, Failure> {
    let who = context.who()?;
    let password = asked_new(context, &options.new)?;
    let new = NewMember {
        name: options.name.trim(),
        roles: Roles::of(&options.roles),
        password: &password,
    };
    let work = password_work();
    changed(context, who, "cli.staff_joined", new.name, |office, who| {
        office.join_staff(new, work, &who.password)
    })
}

fn password(context: &Context, options: &PasswordOptions) -> Result<Exit, Failure> {
    let who = context.who()?;
    let name = options.name.clone().unwrap_or_else(|| who.name.clone());
    let password = asked_new(context, &options.new)?;
    let work = password_work();
    changed(
        context,
        who,
        "cli.staff_password_set",
        &name,
        |office, who| office.set_password(&name, &password, work, &who.password),
    )
}

fn shares(context: &Context, options: &SharesOptions) -> Result<Exit, Failure> {
    std::fs::create_dir_all(&options.shares)
        .map_err(|cause| DiskError::io(&options.shares, cause))?;
    let (mut office, who) = signed(context)?;
    let shares = office.new_shares(&who.password)?;
    let files = write_shares(context, &options.shares, &shares)?;
    tell(context, "cli.staff_shares", &who.name);
    context.voice.data(&json!({ "shares": files }));
    office.close();
    Ok(Exit::Done)
}

fn recovered(context: &Context, options: &RecoverOptions) -> Result<Exit, Failure> {
    let mut shares = Vec::new();
    for place in 0..2 {
        let file = options.share_files.get(place).map(PathBuf::as_path);
        shares.push(share(context, file, place + 1)?);
    }
    let password = asked_new(context, &options.new)?;
    let both = (&shares[0], &shares[1]);
    let set = (options.name.trim(), password.as_str());
    recover(&context.hall, both, set, password_work(), &SystemClock)?;
    tell(context, "cli.staff_password_set", &options.name);
    context.voice.data(&json!({ "name": options.name }));
    Ok(Exit::Done)
}

/// One paper: all of a file, or what is typed.
fn share(context: &Context, file: Option<&Path>, place: usize) -> Result<Share, Failure> {
    let typed = match file {
        Some(path) => {
            let text = crate::disk::read_text(path)?;
            // What stands on the paper around the groups is no part of them.
            let groups = text.lines().filter_map(|line| line.strip_prefix(ROW));
            zeroize::Zeroizing::new(groups.collect::<Vec<_>>().join(" "))
        }
        None => {
            let prompt = Message::new("cli.share_prompt").with("place", place);
            secret(context, None, &prompt)?
        }
    };
    let share = typed.parse::<Share>();
    share.map_err(|bad: BadShare| StaffFailure::Staff(StaffError::Share(bad)).into())
}

/// What a row of groups begins with in a file.
const ROW: &str = "    ";

fn write_shares(
    context: &Context,
    folder: &Path,
    shares: &[Share; 3],
) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for share in shares {
        let head = Message::new("cli.share_head")
            .with("number", share.number())
            .with("set", share.set())
            .with("hall", context.hall.display());
        let groups = share.groups();
        let rows = groups
            .chunks(4)
            .map(|row| format!("{ROW}{}\n", row.join(" ")));
        let text = format!(
            "{}\n\n{}",
            head.say(context.lang()),
            rows.collect::<String>()
        );
        let path = folder.join(format!("guitai-recovery-{}.txt", share.number()));
        write_whole(&path, text.as_bytes())?;
        files.push(path);
    }
    Ok(files)
}

fn asked_new(context: &Context, new: &NewPassword) -> Result<zeroize::Zeroizing<String>, Failure> {
    let prompt = Message::new("cli.new_password");
    new_secret(context, new.new_password_file.as_deref(), &prompt)
}

fn change(
    context: &Context,
    done: &'static str,
    name: &str,
    work: impl FnOnce(&mut Office, &SignIn) -> Result<(), StaffFailure>,
) -> Result<Exit, Failure> {
    let who = context.who()?;
    changed(context, who, done, name, work)
}

fn changed(
    context: &Context,
    who: SignIn,
    done: &'static str,
    name: &str,
    work: impl FnOnce(&mut Office, &SignIn) -> Result<(), StaffFailure>,
) -> Result<Exit, Failure> {
    let mut office = context.office_of(Some(&who))?;
    work(&mut office, &who)?;
    tell(context, done, name);
    context.voice.data(&json!({ "name": name }));
    office.close();
    Ok(Exit::Done)
}

fn signed(context: &Context) -> Result<(Office, SignIn), Failure> {
    let who = context.who()?;
    Ok((context.office_of(Some(&who))?, who))
}

fn tell(context: &Context, done: &'static str, name: &str) {
    context.voice.say(&Message::new(done).with("name", name));
}

/// Who signs in where a hall is sealed; asked for what the command line does not say.
pub fn sign_in(
    context: &Context,
    name: Option<&str>,
    file: Option<&Path>,
) -> Result<SignIn, Failure> {
    let name = match name {
        Some(name) => name.trim().to_owned(),
        None => secret(context, None, &Message::new("cli.staff_prompt"))?
            .trim()
            .to_owned(),
    };
    let prompt = Message::new("cli.password_prompt").with("name", &name);
    let password = match file {
        Some(file) => read(file)?,
        None => secret(context, None, &prompt)?,
    };
    Ok(SignIn {
        name,
        password: password.to_string(),
    })
}
