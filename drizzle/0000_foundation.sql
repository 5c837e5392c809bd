CREATE SEQUENCE "public"."source_key" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"log_id" smallint NOT NULL,
	"seq" bigint NOT NULL,
	"body" "bytea" NOT NULL,
	"leaf" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"result" text NOT NULL,
	"zone" text,
	"site" text,
	CONSTRAINT "audit_entry_log_id_seq_pk" PRIMARY KEY("log_id","seq")
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"log_id" smallint PRIMARY KEY NOT NULL,
	"next_seq" bigint NOT NULL,
	"last_leaf" "bytea"
);
--> statement-breakpoint
CREATE TABLE "conduit" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"from_zone" text,
	"to_zone" text,
	"allowed" jsonb NOT NULL,
	"ordinal" integer DEFAULT 0 NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "drive" (
	"id" text PRIMARY KEY NOT NULL,
	"key" integer DEFAULT nextval('source_key') NOT NULL,
	"zone" text,
	"gateway" text NOT NULL,
	"entity" text NOT NULL,
	"name" text NOT NULL,
	"line" text DEFAULT '' NOT NULL,
	"family" text NOT NULL,
	"model" text,
	"firmware" text,
	"serial" text,
	"rated" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"expected_interval_ms" integer NOT NULL,
	"signals" text[] DEFAULT '{}' NOT NULL,
	"control_timeout" jsonb,
	"end_of_service" text,
	"limits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"origin" text NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL,
	"ordinal" integer DEFAULT 0 NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "drive_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "entity_state" (
	"gateway" text NOT NULL,
	"topic_id" text NOT NULL,
	"channel" text NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT '' NOT NULL,
	"body" jsonb NOT NULL,
	"source_time" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"repeats" bigint DEFAULT 0 NOT NULL,
	"cleared_at" timestamp (3) with time zone,
	"unconfirmed_since" timestamp (3) with time zone,
	CONSTRAINT "entity_state_gateway_topic_id_channel_name_pk" PRIMARY KEY("gateway","topic_id","channel","name")
);
--> statement-breakpoint
CREATE TABLE "entity" (
	"gateway" text NOT NULL,
	"topic_id" text NOT NULL,
	"kind" text NOT NULL,
	"parent" text,
	"external_id" text,
	"name" text,
	"type" text,
	"registered" boolean NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "entity_gateway_topic_id_pk" PRIMARY KEY("gateway","topic_id")
);
--> statement-breakpoint
CREATE TABLE "gateway_certificate" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"gateway" text NOT NULL,
	"serial" text NOT NULL,
	"issuer" text NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"not_after" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "gateway_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gateway_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"gateway" text NOT NULL,
	"topic_id" text NOT NULL,
	"type" text NOT NULL,
	"text" text NOT NULL,
	"body" jsonb NOT NULL,
	"source_time" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	"historical" boolean DEFAULT false NOT NULL,
	"digest" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gateway" (
	"id" text PRIMARY KEY NOT NULL,
	"key" integer DEFAULT nextval('source_key') NOT NULL,
	"site" text,
	"zone" text,
	"name" text NOT NULL,
	"model" text,
	"simulated" boolean DEFAULT false NOT NULL,
	"enrolled_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"last_connected_at" timestamp (3) with time zone,
	"last_disconnected_at" timestamp (3) with time zone,
	"ordinal" integer DEFAULT 0 NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "gateway_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" integer PRIMARY KEY NOT NULL,
	"uuid" text NOT NULL,
	"plant_name" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice" (
	"key" text PRIMARY KEY NOT NULL,
	"severity" text NOT NULL,
	"text" text NOT NULL,
	"zone" text,
	"site" text,
	"audience" text DEFAULT 'everybody' NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"cleared_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "operator_position" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"zones" text[] NOT NULL,
	"ordinal" integer DEFAULT 0 NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"display_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"password_changed_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"disabled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "plant_import" (
	"version" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "plant_import_version_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"plant_name" text NOT NULL,
	"document" text NOT NULL,
	"sha256" text NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	"imported_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quarantine_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"gateway" text,
	"topic" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"sha256" text NOT NULL,
	"size" integer NOT NULL,
	"head" "bytea" NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "quarantine_same" UNIQUE NULLS NOT DISTINCT("sha256","topic","gateway","reason")
);
--> statement-breakpoint
CREATE TABLE "refusal" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"last_address" text NOT NULL,
	"last_detail" text NOT NULL,
	"count" integer NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refusal_kind_subject_pk" PRIMARY KEY("kind","subject")
);
--> statement-breakpoint
CREATE TABLE "role_grant" (
	"person" text NOT NULL,
	"role" text NOT NULL,
	"scope_kind" text NOT NULL,
	"scope_id" text DEFAULT '' NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"granted_by" text NOT NULL,
	CONSTRAINT "role_grant_person_role_scope_kind_scope_id_pk" PRIMARY KEY("person","role","scope_kind","scope_id")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"address" text NOT NULL,
	"user_agent" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_code" (
	"id" integer PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempt" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"failures" integer NOT NULL,
	"last_failure_at" timestamp (3) with time zone NOT NULL,
	"last_success_at" timestamp (3) with time zone,
	"blocked_until" timestamp (3) with time zone,
	CONSTRAINT "sign_in_attempt_kind_subject_pk" PRIMARY KEY("kind","subject")
);
--> statement-breakpoint
CREATE TABLE "site" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"ordinal" integer DEFAULT 0 NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "stream_entry" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"zone" text,
	"site" text,
	"audience" text DEFAULT 'everybody' NOT NULL,
	"body" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stream_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"last_seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zone" (
	"id" text PRIMARY KEY NOT NULL,
	"site" text NOT NULL,
	"name" text NOT NULL,
	"target_levels" jsonb NOT NULL,
	"production" boolean NOT NULL,
	"process_owners" text[] NOT NULL,
	"safety_impact" text NOT NULL,
	"mission_impact" text NOT NULL,
	"ordinal" integer DEFAULT 0 NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_person_person_id_fk" FOREIGN KEY ("person") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_person_person_id_fk" FOREIGN KEY ("person") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone" ADD CONSTRAINT "zone_site_site_id_fk" FOREIGN KEY ("site") REFERENCES "public"."site"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_entry_actor" ON "audit_entry" USING btree ("actor","seq");--> statement-breakpoint
CREATE INDEX "audit_entry_object" ON "audit_entry" USING btree ("object_type","object_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "drive_by_entity" ON "drive" USING btree ("gateway","entity") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "gateway_event_once" ON "gateway_event" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "gateway_event_recent" ON "gateway_event" USING btree ("gateway","received_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "quarantine_recent" ON "quarantine" USING btree ("last_seen_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "session_of_person" ON "session" USING btree ("person");