mock_provider "aws" {}

variables {
  domain_name = "horizon.example"
}

run "only_acm_issues_certificates" {
  command = plan

  assert {
    condition     = contains(aws_route53_record.authorities.records, "0 issue \"amazon.com\"") && length(aws_route53_record.authorities.records) == 1
    error_message = "No other authority issues for the domain."
  }

  assert {
    condition     = !aws_route53_zone.this.force_destroy
    error_message = "A destroy stops at a zone that has records."
  }
}

run "refuses_a_name_that_is_none" {
  command = plan

  variables {
    domain_name = "Horizon"
  }

  expect_failures = [var.domain_name]
}

run "refuses_to_lock_acm_out" {
  command = plan

  variables {
    certificate_authorities = ["letsencrypt.org"]
  }

  expect_failures = [var.certificate_authorities]
}
