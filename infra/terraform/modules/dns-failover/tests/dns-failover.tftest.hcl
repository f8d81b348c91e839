mock_provider "aws" {}

variables {
  name           = "horizon-production"
  environment    = "production"
  region         = "us-east-1"
  role           = "PRIMARY"
  zone_id        = "Z1"
  domain_name    = "horizon.example"
  control_region = "us-west-2"
  hosts          = { console = { alb_dns_name = "a.elb", alb_zone_id = "Z2", health_path = "/sign-in" } }
}

run "the_primary_can_be_emptied_from_the_other_region" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.evacuate[0].region == "us-west-2" && aws_cloudwatch_metric_alarm.evacuate[0].treat_missing_data == "ignore"
    error_message = "The signal lives in the other region and stays as it was put."
  }

  assert {
    condition     = aws_route53_health_check.host["console"].child_health_threshold == 2
    error_message = "The endpoint and the signal must both be well."
  }

  assert {
    condition     = aws_route53_health_check.endpoint["console"].type == "HTTPS"
    error_message = "Health is asked over TLS."
  }
}

run "the_secondary_answers_only_when_it_is_healthy" {
  command = plan

  variables {
    name        = "horizon-dr"
    environment = "dr"
    region      = "us-west-2"
    role        = "SECONDARY"
  }

  assert {
    condition     = aws_route53_record.failover["console"].failover_routing_policy[0].type == "SECONDARY" && length(aws_route53_health_check.host) == 0 && length(aws_cloudwatch_metric_alarm.evacuate) == 0
    error_message = "DR has its own health check and no signal."
  }
}

run "refuses_a_signal_in_the_region_that_it_empties" {
  command = plan

  variables {
    control_region = "us-east-1"
  }

  expect_failures = [var.control_region]
}

run "refuses_dr_as_the_primary" {
  command = plan

  variables {
    name        = "horizon-dr"
    environment = "dr"
  }

  expect_failures = [var.role]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name        = "dns"
    environment = "qa"
    region      = "eu-west-1"
    domain_name = "horizon"
  }

  expect_failures = [var.name, var.environment, var.region, var.domain_name]
}
