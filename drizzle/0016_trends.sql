-- What is counted of a zone each day because nothing else remembers it. The row of a day is written again until the
-- day is over, so it says how things stood at its end; a day without a row was not counted.
create table trend_day (
  day date not null,
  zone text not null,
  counted_at timestamp (3) with time zone not null,
  certificates_expired integer not null,
  certificates_within30 integer not null,
  certificates_within90 integer not null,
  certificates_unseen integer not null,
  support_ended integer not null,
  support_ending integer not null,
  support_unknown integer not null,
  -- Null while no advisory had ever been imported.
  vulnerabilities_open integer,
  vulnerabilities_overdue integer,
  primary key (day, zone)
);
