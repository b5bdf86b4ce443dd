"""A loopback Slack that owns the truth of what each room shows. Its use:

    async with a_slack(clock, validator=violations) as slack:
        client = AsyncWebClient(slack.token("T1").text, base_url=slack.api_url)
        app = AsyncApp(client=client, ...)
        handler = AsyncSocketModeHandler(app, APP_TOKEN)   # or slack.over_http(url)
        await handler.connect_async()
        await slack.user("U1").types("/prep drill", "C1")  # returns when acked
        await slack.state.until(lambda: slack.channel("C1").messages)
        await slack.user("U1").presses(slack.channel("C1").last, "token-or-label")
        await slack.user("U1").submits({"answer": "42"})   # the topmost modal
        assert slack.user("U1").sees("C1")[-1].text == "Right."
        slack.trouble.next("chat.postMessage", Limited(2), Dropped(kept=True))
        slack.room("C1").archived = True
        assert slack.rejected == []                        # payloads Slack would refuse

There: T1 with U1 ana, U2 ben, U3 cem, rooms C1 #general, C2 #study, G1 (private); T2 with U21 dee
and C21; `add_team`, `add_user`, `add_channel`, `add_org` for more.

    slack.user("U1").home, .modal, .dm          what a person sees besides
    slack.happens.archived("C1", by="U2")       what nobody asked for, with its event
    slack.deliveries.again(slack.deliveries.sent[-1])   the same once more
    slack.links.cut(), .warn(), .open[0].deaf = True    Socket Mode going wrong
    way = slack.over_http(url); way.post(way.request(slack.deliveries.sent[-1], "forged"))
    slack.rates.switch_on(); slack.rates.refused        rules of pace, and who broke them
    slack.oauth.authorizes(consent_url, "U21")          where the browser lands after consent
"""
