terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.28"
    }
    datadog = {
      source  = "DataDog/datadog"
      version = ">= 3.80"
    }
    pagerduty = {
      source  = "PagerDuty/pagerduty"
      version = ">= 3.30"
    }
  }
}
