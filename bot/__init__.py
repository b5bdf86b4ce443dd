"""The core of Prepcircle; it knows no chat platform, no web server and no scheduler.

Dependencies point down this list, never up:

    __main__, cli, bootstrap   composition: settings in, a running application out
    storage, commands, runtime the database; what people can type or press; long-running parts
    views                      results to cards
    usecases                   one function per thing a person or the clock can cause
    curriculum                 the content files, checked
    ports                      what the core asks of the outside
    cards                      the one vocabulary of messages
    domain                     pure rules
"""
