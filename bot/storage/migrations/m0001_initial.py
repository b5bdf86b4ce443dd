"""The tables as they were first written: frozen, so that every later change starts from them."""

from sqlalchemy import Connection

TYPES = {
    "sqlite": {"key": "INTEGER", "ref": "INTEGER", "instant": "DATETIME"},
    "postgresql": {"key": "BIGSERIAL", "ref": "BIGINT", "instant": "TIMESTAMP WITH TIME ZONE"},
}
"""What a row's own number, a reference to one and an instant are called."""

TABLES = """
CREATE TABLE person (
    id {key} NOT NULL,
    name VARCHAR(200) NOT NULL,
    zone VARCHAR(64) NOT NULL,
    quiet_from VARCHAR(5) NOT NULL,
    quiet_until VARCHAR(5) NOT NULL,
    nudges BOOLEAN NOT NULL,
    board VARCHAR(16) NOT NULL,
    link_code VARCHAR(16),
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT uq_person_link_code UNIQUE (link_code)
);

CREATE TABLE account (
    id {key} NOT NULL,
    person_id {ref} NOT NULL,
    platform VARCHAR(32) NOT NULL,
    workspace VARCHAR(64) NOT NULL,
    "user" VARCHAR(64) NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_platform_workspace_user UNIQUE (platform, workspace, "user"),
    CONSTRAINT fk_account_person_id_person FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_account_person_id ON account (person_id);

CREATE TABLE cohort (
    id {key} NOT NULL,
    name VARCHAR(200) NOT NULL,
    track VARCHAR(64) NOT NULL,
    calendar TEXT NOT NULL,
    host_id {ref} NOT NULL,
    created_at {instant} NOT NULL,
    status VARCHAR(16) NOT NULL,
    settled INTEGER NOT NULL,
    next_slot_at {instant},
    code VARCHAR(16),
    CONSTRAINT pk_cohort PRIMARY KEY (id),
    CONSTRAINT fk_cohort_host_id_person FOREIGN KEY (host_id) REFERENCES person (id),
    CONSTRAINT uq_cohort_code UNIQUE (code)
);
CREATE INDEX ix_cohort_due ON cohort (next_slot_at) WHERE next_slot_at IS NOT NULL;
CREATE INDEX ix_cohort_host_id ON cohort (host_id);

CREATE TABLE member (
    id {key} NOT NULL,
    cohort_id {ref} NOT NULL,
    person_id {ref} NOT NULL,
    joined_day INTEGER NOT NULL,
    joined_at {instant} NOT NULL,
    "left" BOOLEAN NOT NULL,
    removed BOOLEAN NOT NULL,
    CONSTRAINT pk_member PRIMARY KEY (id),
    CONSTRAINT uq_member_cohort_id_person_id UNIQUE (cohort_id, person_id),
    CONSTRAINT fk_member_cohort_id_cohort FOREIGN KEY (cohort_id) REFERENCES cohort (id),
    CONSTRAINT fk_member_person_id_person FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_member_person_id ON member (person_id);

CREATE TABLE outbox (
    id {key} NOT NULL,
    "key" VARCHAR(160) NOT NULL,
    cohort_id {ref},
    platform VARCHAR(32) NOT NULL,
    workspace VARCHAR(64) NOT NULL,
    channel VARCHAR(64) NOT NULL,
    direct BOOLEAN NOT NULL,
    title VARCHAR(300) NOT NULL,
    card TEXT NOT NULL,
    parent_key VARCHAR(160) NOT NULL,
    due_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    late BOOLEAN NOT NULL,
    state VARCHAR(16) NOT NULL,
    tries INTEGER NOT NULL,
    worker VARCHAR(64) NOT NULL,
    claimed_at {instant},
    sent_at {instant},
    receipt VARCHAR(200) NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT uq_outbox_key UNIQUE ("key"),
    CONSTRAINT fk_outbox_cohort_id_cohort FOREIGN KEY (cohort_id) REFERENCES cohort (id)
);
CREATE INDEX ix_outbox_ready ON outbox (platform, due_at) WHERE state = 'ready';
CREATE INDEX ix_outbox_troubled ON outbox (state, cohort_id) WHERE state NOT IN ('ready', 'sent');

CREATE TABLE place (
    id {key} NOT NULL,
    cohort_id {ref} NOT NULL,
    platform VARCHAR(32) NOT NULL,
    workspace VARCHAR(64) NOT NULL,
    channel VARCHAR(64) NOT NULL,
    off_reason TEXT NOT NULL,
    CONSTRAINT pk_place PRIMARY KEY (id),
    CONSTRAINT uq_place_cohort_id_platform_workspace_channel
        UNIQUE (cohort_id, platform, workspace, channel),
    CONSTRAINT fk_place_cohort_id_cohort FOREIGN KEY (cohort_id) REFERENCES cohort (id)
);
CREATE INDEX ix_place_platform_workspace_channel ON place (platform, workspace, channel);

CREATE TABLE day_off (
    member_id {ref} NOT NULL,
    day INTEGER NOT NULL,
    CONSTRAINT pk_day_off PRIMARY KEY (member_id, day),
    CONSTRAINT fk_day_off_member_id_member FOREIGN KEY (member_id) REFERENCES member (id)
);

CREATE TABLE effort (
    id {key} NOT NULL,
    cohort_id {ref} NOT NULL,
    member_id {ref} NOT NULL,
    day INTEGER NOT NULL,
    points INTEGER NOT NULL,
    reason VARCHAR(16) NOT NULL,
    ref VARCHAR(120) NOT NULL,
    CONSTRAINT pk_effort PRIMARY KEY (id),
    CONSTRAINT uq_effort_member_id_reason_ref UNIQUE (member_id, reason, ref),
    CONSTRAINT fk_effort_cohort_id_cohort FOREIGN KEY (cohort_id) REFERENCES cohort (id),
    CONSTRAINT fk_effort_member_id_member FOREIGN KEY (member_id) REFERENCES member (id)
);
CREATE INDEX ix_effort_board ON effort (cohort_id, member_id, day, points);

CREATE TABLE memory (
    member_id {ref} NOT NULL,
    family VARCHAR(100) NOT NULL,
    state TEXT NOT NULL,
    "before" TEXT NOT NULL,
    due_at {instant} NOT NULL,
    CONSTRAINT pk_memory PRIMARY KEY (member_id, family),
    CONSTRAINT fk_memory_member_id_member FOREIGN KEY (member_id) REFERENCES member (id)
);
CREATE INDEX ix_memory_member_id_due_at ON memory (member_id, due_at);

CREATE TABLE serving (
    id {key} NOT NULL,
    cohort_id {ref} NOT NULL,
    member_id {ref},
    day INTEGER NOT NULL,
    purpose VARCHAR(16) NOT NULL,
    family VARCHAR(100) NOT NULL,
    item VARCHAR(120) NOT NULL,
    drill TEXT NOT NULL,
    created_at {instant} NOT NULL,
    "key" VARCHAR(120) NOT NULL,
    CONSTRAINT pk_serving PRIMARY KEY (id),
    CONSTRAINT fk_serving_cohort_id_cohort FOREIGN KEY (cohort_id) REFERENCES cohort (id),
    CONSTRAINT fk_serving_member_id_member FOREIGN KEY (member_id) REFERENCES member (id),
    CONSTRAINT uq_serving_key UNIQUE ("key")
);
CREATE INDEX ix_serving_cohort_id_member_id_created_at
    ON serving (cohort_id, member_id, created_at);

CREATE TABLE tick (
    id {key} NOT NULL,
    member_id {ref} NOT NULL,
    item VARCHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    at {instant} NOT NULL,
    CONSTRAINT pk_tick PRIMARY KEY (id),
    CONSTRAINT uq_tick_member_id_item_position UNIQUE (member_id, item, position),
    CONSTRAINT fk_tick_member_id_member FOREIGN KEY (member_id) REFERENCES member (id)
);

CREATE TABLE attempt (
    id {key} NOT NULL,
    serving_id {ref} NOT NULL,
    member_id {ref} NOT NULL,
    cohort_id {ref} NOT NULL,
    number INTEGER NOT NULL,
    answer TEXT NOT NULL,
    share FLOAT NOT NULL,
    hints INTEGER NOT NULL,
    seconds FLOAT NOT NULL,
    day INTEGER NOT NULL,
    at {instant} NOT NULL,
    purpose VARCHAR(16) NOT NULL,
    family VARCHAR(100) NOT NULL,
    skill VARCHAR(64) NOT NULL,
    level INTEGER NOT NULL,
    scores VARCHAR(32) NOT NULL,
    CONSTRAINT pk_attempt PRIMARY KEY (id),
    CONSTRAINT uq_attempt_serving_id_member_id_number UNIQUE (serving_id, member_id, number),
    CONSTRAINT fk_attempt_serving_id_serving FOREIGN KEY (serving_id) REFERENCES serving (id),
    CONSTRAINT fk_attempt_member_id_member FOREIGN KEY (member_id) REFERENCES member (id),
    CONSTRAINT fk_attempt_cohort_id_cohort FOREIGN KEY (cohort_id) REFERENCES cohort (id)
);
CREATE INDEX ix_attempt_cohort_id_day_member_id ON attempt (cohort_id, day, member_id);
CREATE INDEX ix_attempt_member_id_family ON attempt (member_id, family);

CREATE TABLE hint (
    serving_id {ref} NOT NULL,
    member_id {ref} NOT NULL,
    taken INTEGER NOT NULL,
    CONSTRAINT pk_hint PRIMARY KEY (serving_id, member_id),
    CONSTRAINT fk_hint_serving_id_serving FOREIGN KEY (serving_id) REFERENCES serving (id),
    CONSTRAINT fk_hint_member_id_member FOREIGN KEY (member_id) REFERENCES member (id)
);

CREATE TABLE inbox (
    platform VARCHAR(32) NOT NULL,
    invocation VARCHAR(128) NOT NULL,
    seen_at {instant} NOT NULL,
    CONSTRAINT pk_inbox PRIMARY KEY (platform, invocation)
);
CREATE INDEX ix_inbox_seen_at ON inbox (seen_at);
"""


def upgrade(connection: Connection) -> None:
    script = TABLES.format_map(TYPES[connection.dialect.name])
    for statement in script.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
