mock_provider "aws" {}

variables {
  name                 = "horizon-production"
  environment          = "production"
  region               = "us-east-1"
  account_id           = "123456789012"
  zone_id              = "Z1"
  domain_name          = "horizon.example"
  mail_from_subdomain  = "mail"
  dmarc_policy         = "quarantine"
  dmarc_report_address = "dmarc@horizon.example"
}

run "mail_is_signed_and_sent_over_tls" {
  command = plan

  assert {
    condition     = aws_sesv2_configuration_set.this.delivery_options[0].tls_policy == "REQUIRE"
    error_message = "Letters about credit do not travel in the clear."
  }

  assert {
    condition     = length(aws_route53_record.dkim) == 3 && contains(aws_route53_record.mail_from_spf.records, "v=spf1 include:amazonses.com -all")
    error_message = "DKIM and SPF are in the zone."
  }

  assert {
    condition     = startswith(one(aws_route53_record.dmarc[0].records), "v=DMARC1; p=quarantine")
    error_message = "Receivers know what to do with forgeries."
  }

  assert {
    condition     = contains(aws_sesv2_configuration_set_event_destination.feedback["bounces"].event_destination[0].matching_event_types, "BOUNCE")
    error_message = "Bounces come back to us."
  }
}

run "dr_leaves_dmarc_to_the_primary" {
  command = plan

  variables {
    name                 = "horizon-dr"
    environment          = "dr"
    region               = "us-west-2"
    mail_from_subdomain  = "mail-west"
    dmarc_policy         = null
    dmarc_report_address = null
  }

  assert {
    condition     = length(aws_route53_record.dmarc) == 0
    error_message = "One domain has one DMARC record."
  }
}

run "refuses_a_policy_that_is_none" {
  command = plan

  variables {
    dmarc_policy = "drop"
  }

  expect_failures = [var.dmarc_policy]
}

run "refuses_a_policy_without_reports" {
  command = plan

  variables {
    dmarc_report_address = null
  }

  expect_failures = [var.dmarc_report_address]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name                = "mail"
    environment         = "qa"
    region              = "eu-west-1"
    account_id          = "me"
    domain_name         = "horizon"
    mail_from_subdomain = "mail.west"
  }

  expect_failures = [var.name, var.environment, var.region, var.account_id, var.domain_name, var.mail_from_subdomain]
}
