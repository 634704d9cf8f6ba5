// A discord.js bot for test_discord_js.py. It does what a message tells it and answers; only `rest` is not any bot's.
import {
  AttachmentBuilder,
  ChannelType,
  Client,
  EmbedBuilder,
  Events,
  GatewayIntentBits,
  Partials,
  PermissionFlagsBits,
} from "discord.js";

const url = process.env.GUILDHALL_URL;
const client = new Client({
  intents: Object.values(GatewayIntentBits).filter(Number.isInteger),
  partials: [Partials.Channel, Partials.Message, Partials.Reaction],
  rest: { api: `${url}/api`, cdn: url },
});

for (const complaint of [Events.Warn, Events.Error, Events.ShardError, Events.Invalidated]) {
  client.on(complaint, (what) => fail(`${complaint}: ${what?.stack ?? what}`));
}
process.on("warning", (warning) => fail(`warning: ${warning.stack}`));
process.on("unhandledRejection", (reason) => fail(reason?.stack ?? String(reason)));

function fail(what) {
  console.error(what);
  process.exit(1);
}

function equal(got, expected) {
  if (JSON.stringify(got) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(expected)}`);
  }
}

// What the action gives, once the event that follows from it has come.
async function after(event, action, fits = () => true) {
  let listener;
  const heard = new Promise((resolve) => {
    listener = (...args) => fits(...args) && resolve(args);
    client.on(event, listener);
  });
  const late = setTimeout(() => fail(`no ${event} in 10 s`), 10_000);
  const given = await action();
  const args = await heard;
  clearTimeout(late);
  client.off(event, listener);
  return [given, ...args];
}

client.once(Events.ClientReady, (ready) => {
  console.log(`${ready.user.username} is in: ${ready.guilds.cache.map((guild) => guild.name).join(", ")}`);
});

client.on(Events.MessageCreate, async (message) => {
  if (message.author.bot) return;
  if (message.content === "!ping") {
    const pong = await message.reply("pong");
    await pong.react("👍");
    await pong.edit("pong!");
  } else if (message.content === "!guild") {
    await keepGuild(message.guild, message.channel);
    await message.channel.send("the guild is kept");
  } else if (message.content === "!talk") {
    await talk(message);
    await message.channel.send("all is said");
  } else if (message.content === "!cut") {
    await after(Events.ShardResume, cut);
    await message.channel.send("back again");
  } else if (message.content === "!stop") {
    await client.destroy();
  }
});

client.on(Events.MessageReactionAdd, async (reaction, user) => {
  if (!user.bot) await reaction.message.channel.send(`${user.id} reacted with ${reaction.emoji.name}`);
});

// The network fails. A session that is not resumed would bring a second ShardReady.
async function cut() {
  const { url: gateway } = await client.rest.get("/gateway/bot");
  client.on(Events.ShardReady, () => fail("a new session"));
  for (const handle of process._getActiveHandles()) {
    if (handle.remotePort === Number(new URL(gateway).port)) handle.destroy();
  }
}

async function keepGuild(guild, channel) {
  equal(guild.members.me.permissions.has(PermissionFlagsBits.ManageGuild), true);
  equal((await client.application.fetch()).owner.id, guild.ownerId);
  equal((await guild.members.fetch()).size, guild.memberCount);
  const [category] = await after(Events.ChannelCreate, () =>
    guild.channels.create({ name: "Works", type: ChannelType.GuildCategory }),
  );
  const text = await guild.channels.create({
    name: "forge",
    parent: category,
    topic: "hot",
    permissionOverwrites: [{ id: guild.roles.everyone, deny: [PermissionFlagsBits.ViewChannel] }],
  });
  const voice = await guild.channels.create({ name: "hall", type: ChannelType.GuildVoice, userLimit: 3 });
  await after(Events.ChannelUpdate, () => text.edit({ name: "anvil", rateLimitPerUser: 5, reason: "Iron & ö" }));
  await voice.setParent(category);
  await voice.setPosition(0);
  await text.permissionOverwrites.edit(guild.members.me, { SendMessages: true });
  await text.lockPermissions();
  const copy = await text.clone({ name: "copy" });
  await after(Events.ChannelDelete, () => copy.delete());
  const [role] = await after(Events.GuildRoleCreate, () =>
    guild.roles.create({ name: "Smith", colors: { primaryColor: 0x112233 }, permissions: [], hoist: true }),
  );
  await after(Events.GuildRoleUpdate, () => role.edit({ name: "Baker", mentionable: true }));
  const [invite] = await after(Events.InviteCreate, () => channel.createInvite({ maxAge: 60 }));
  equal((await client.fetchInvite(invite.code)).memberCount, guild.memberCount);
  equal((await guild.invites.fetch()).has(invite.code), true);
  await after(Events.InviteDelete, () => invite.delete());
  const member = guild.members.cache.find((one) => !one.user.bot && one.id !== guild.ownerId);
  await after(Events.GuildMemberUpdate, () => member.roles.add(role));
  await after(Events.GuildMemberUpdate, () => member.setNickname("Al"));
  await after(Events.GuildMemberUpdate, () => member.timeout(60_000));
  equal(member.isCommunicationDisabled(), true);
  equal((await guild.members.search({ query: "Al" })).firstKey(), member.id);
  await after(Events.GuildMemberUpdate, () => member.roles.remove(role));
  await after(Events.GuildRoleDelete, () => role.delete());
  await after(Events.GuildMemberRemove, () => member.kick("bye"));
  await after(Events.GuildUpdate, () => guild.setName("Renamed"));
  await cacheIsTrue(guild);
}

// What events made of the cache is what REST says now.
async function cacheIsTrue(guild) {
  const state = () => ({
    guild: { ...guild.toJSON(), members: null, presences: null, nameAcronym: null },
    channels: guild.channels.cache.map((one) => ({ ...one.toJSON(), messages: null })),
    overwrites: guild.channels.cache.map((one) => one.permissionOverwrites.cache.toJSON()),
    roles: guild.roles.cache.map((one) => one.toJSON()),
    members: guild.members.cache.map((one) => one.toJSON()),
  });
  const held = JSON.parse(JSON.stringify(state()));
  for (const manager of [guild.channels, guild.roles, guild.members]) await manager.fetch(undefined, { force: true });
  await guild.fetch();
  const fresh = JSON.parse(JSON.stringify(state()));
  for (const [name, value] of Object.entries(held.guild)) {
    if (!name.startsWith("approximate")) equal([name, fresh.guild[name]], [name, value]);
  }
  for (const part of ["channels", "overwrites", "roles", "members"]) equal(fresh[part], held[part]);
}

async function talk(message) {
  const { channel, guild } = message;
  const embed = new EmbedBuilder().setTitle("T").setColor(0x123456).setTimestamp().addFields({ name: "a", value: "1" });
  const file = new AttachmentBuilder(Buffer.from("text"), { name: "note.txt", description: "a note" });
  const [sent, heard] = await after(
    Events.MessageCreate,
    () => channel.send({ content: "hello", embeds: [embed], files: [file] }),
    (one) => one.author.id === client.user.id,
  );
  equal(heard.id, sent.id);
  equal([...sent.attachments.values()].map((one) => one.name), ["note.txt"]);
  equal(await (await fetch(sent.attachments.first().url)).text(), "text");
  const answer = await sent.reply({ content: `${message.author}`, allowedMentions: { parse: [], repliedUser: false } });
  equal([answer.reference.messageId, answer.mentions.users.size], [sent.id, 0]);
  await after(Events.MessageUpdate, () => sent.edit({ content: "changed", embeds: [], files: [], attachments: [] }));
  await after(Events.MessageReactionAdd, () => sent.react("👍"));
  equal((await sent.reactions.cache.get("👍").users.fetch()).firstKey(), client.user.id);
  await after(Events.MessageReactionRemove, () => sent.reactions.cache.get("👍").users.remove());
  await sent.react("❤️");
  await after(Events.MessageReactionRemoveEmoji, () => sent.reactions.cache.get("❤️").remove());
  await sent.react("🎉");
  await after(Events.MessageReactionRemoveAll, () => sent.reactions.removeAll());
  equal((await channel.messages.fetch({ limit: 2 })).size, 2);
  equal((await channel.messages.fetch({ message: sent.id, force: true })).content, "changed");
  await channel.sendTyping();
  const others = await Promise.all([channel.send("one"), channel.send("two")]);
  await after(Events.MessageBulkDelete, () => channel.bulkDelete(others));
  await after(Events.MessageDelete, () => answer.delete());
  await message.author.send("psst");
  client.user.setPresence({ status: "dnd", activities: [{ name: "with fire" }] });
}

await client.login(process.env.BOT_TOKEN);
