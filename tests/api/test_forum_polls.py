"""Polls in the posts of forums."""

from tests.world import World


async def test_a_post_asks_a_question(world: World):
    guild = await world.guild(members=1)
    forum = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "forum", "type": 15})
    poll = {"question": {"text": "Which?"}, "answers": [{"poll_media": {"text": "this"}}]}
    body = {"name": "a post", "message": {"poll": poll}}
    post = await guild.owner.post(f"/channels/{forum['id']}/threads", body)
    assert post["message"]["poll"]["question"] == {"text": "Which?"}
    path = f"/channels/{post['id']}/polls/{post['id']}"
    await guild.owner.put(f"{path}/answers/@me", {"answer_ids": [1]})
    ended = await guild.owner.post(f"{path}/expire")
    assert ended["poll"]["results"]["answer_counts"][0]["count"] == 1
    await guild.owner.refused(
        50035, "POST", f"/channels/{forum['id']}/threads", body | {"message": {"poll": {"question": 1}}}, status=400
    )
