"""A loopback Discord that owns the truth of what each room shows. Its use:

    async with a_discord(clock, validator=violations) as discord:
        client = ...  # a discord.py client at discord.api_url with discord.token, see apps.py
        await discord.gateway.connected()
        await discord.user("ana").types("/prep drill skill:sql", "general")  # once it is answered
        await discord.settled()                              # nothing is "thinking" any more
        await discord.user("ana").presses(discord.channel("general").last, "token-or-label")
        await discord.user("ana").submits({"answer": "42"})  # the open modal
        assert "Right" in discord.user("ana").sees("general")[-1].words
        discord.trouble.next(SEND, Limited(2), Dropped(kept=True))
        assert (discord.rejected, discord.failed, discord.pings) == ([], [], [])

There: guild first with ana (manage_guild), ben, cem and the channels general, study and the forum
drills; guild second with dee and lobby. `discord.happens` is what nobody asked for: kicks, outages,
deleted channels, lost permissions; `discord.gateway` cuts, closes, invalidates, deafens.
"""
