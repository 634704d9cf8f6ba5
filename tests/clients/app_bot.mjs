// A discord.js application for test_discord_js_interactions.py: commands, components and modals as its guide has them.
import {
  ActionRowBuilder,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  ContainerBuilder,
  ContextMenuCommandBuilder,
  Events,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
} from "discord.js";

const url = process.env.GUILDHALL_URL;
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: `${url}/api`, cdn: url } });

for (const complaint of [Events.Warn, Events.Error, Events.ShardError, Events.Invalidated]) {
  client.on(complaint, (what) => fail(`${complaint}: ${what?.stack ?? what}`));
}
process.on("warning", (warning) => fail(`warning: ${warning.stack}`));
process.on("unhandledRejection", (reason) => fail(reason?.stack ?? String(reason)));

function fail(what) {
  console.error(what);
  process.exit(1);
}

const commands = [
  new SlashCommandBuilder()
    .setName("take")
    .setDescription("Takes one of each kind")
    .addStringOption((o) => o.setName("color").setDescription("c").addChoices({ name: "Red", value: "r" }))
    .addIntegerOption((o) => o.setName("number").setDescription("n").setMaxValue(9))
    .addUserOption((o) => o.setName("who").setDescription("w"))
    .addChannelOption((o) => o.setName("where").setDescription("w"))
    .addRoleOption((o) => o.setName("role").setDescription("r"))
    .addAttachmentOption((o) => o.setName("file").setDescription("f")),
  new SlashCommandBuilder()
    .setName("find")
    .setDescription("Finds")
    .addStringOption((o) => o.setName("name").setDescription("n").setAutocomplete(true)),
  new SlashCommandBuilder().setName("panel").setDescription("Buttons and a select"),
  new SlashCommandBuilder().setName("later").setDescription("Answers later"),
  new SlashCommandBuilder().setName("page").setDescription("A page of components"),
  new SlashCommandBuilder().setName("stop").setDescription("Ends it"),
  new ContextMenuCommandBuilder().setName("Look At").setType(ApplicationCommandType.User),
  new ContextMenuCommandBuilder().setName("Quote").setType(ApplicationCommandType.Message),
];

const answers = {
  async take(interaction) {
    const { options } = interaction;
    const file = options.getAttachment("file");
    const said = [
      options.getString("color"),
      options.getInteger("number"),
      options.getUser("who").username,
      options.getMember("who").id,
      options.getChannel("where").name,
      options.getRole("role").name,
      await (await fetch(file.url)).text(),
      interaction.inCachedGuild(),
      interaction.memberPermissions.has("Administrator"),
    ];
    const { resource } = await interaction.reply({ content: said.join(" "), withResponse: true });
    if (resource.message.content !== said.join(" ")) fail("another message came back");
  },
  async panel(interaction) {
    const button = (id) => new ButtonBuilder().setCustomId(id).setLabel(id).setStyle(ButtonStyle.Primary);
    const words = new StringSelectMenuBuilder().setCustomId("words").setMaxValues(2);
    words.addOptions({ label: "a", value: "a" }, { label: "b", value: "b" });
    const rows = [[button("press"), button("ask"), button("quietly")], [words], [new UserSelectMenuBuilder({ custom_id: "users" })]];
    const components = rows.map((each) => new ActionRowBuilder().addComponents(...each));
    await interaction.reply({ content: "panel", components, flags: MessageFlags.Ephemeral });
  },
  async later(interaction) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({ content: "done", files: [new AttachmentBuilder(Buffer.from("hi"), { name: "a.txt" })] });
    const more = await interaction.followUp("more");
    await interaction.editReply({ message: more, content: "more!" });
    if ((await interaction.fetchReply()).content !== "done") fail("the reply is another");
    await interaction.deleteReply(more);
    await interaction.deleteReply();
  },
  async page(interaction) {
    const box = new ContainerBuilder().setAccentColor(0x00ff00).addTextDisplayComponents((text) => text.setContent("# Page"));
    box.addSeparatorComponents((line) => line).addFileComponents((file) => file.setURL("attachment://a.txt"));
    const files = [new AttachmentBuilder(Buffer.from("hi"), { name: "a.txt" })];
    await interaction.reply({ components: [box], files, flags: MessageFlags.IsComponentsV2 });
  },
  async stop(interaction) {
    await interaction.reply("bye");
    await client.destroy();
  },
  async "Look At"(interaction) {
    await interaction.reply(`${interaction.targetMember.id} ${interaction.targetUser.username}`);
  },
  async Quote(interaction) {
    await interaction.reply(`> ${interaction.targetMessage.content}`);
  },
  async ask(interaction) {
    const input = new TextInputBuilder().setCustomId("name").setStyle(TextInputStyle.Short);
    const label = new LabelBuilder().setLabel("Name").setTextInputComponent(input);
    const modal = new ModalBuilder().setCustomId("form").setTitle("Form").addLabelComponents(label);
    const submitting = interaction.awaitModalSubmit({ time: 10_000 });
    await interaction.showModal(modal);
    const submitted = await submitting;
    await submitted.update(`hello ${submitted.fields.getTextInputValue("name")}`);
  },
  async press(interaction) {
    await interaction.update({ content: "pressed" });
  },
  async quietly(interaction) {
    await interaction.deferUpdate();
    await interaction.editReply("quietly");
  },
  async words(interaction) {
    await interaction.reply(interaction.values.join(" "));
  },
  async users(interaction) {
    await interaction.reply(`${interaction.users.first().username} ${interaction.members.first().id}`);
  },
};

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    await interaction.respond(["o", "x"].map((end) => ({ name: typed + end, value: end })));
  } else if (interaction.isCommand()) {
    await answers[interaction.commandName](interaction);
  } else if (interaction.isMessageComponent()) {
    await answers[interaction.customId]?.(interaction);
  }
});

client.once(Events.ClientReady, async (ready) => {
  await ready.application.commands.set(commands);
  console.log(`${ready.user.username} is in: ${ready.guilds.cache.map((guild) => guild.name).join(", ")}`);
});

await client.login(process.env.BOT_TOKEN);
