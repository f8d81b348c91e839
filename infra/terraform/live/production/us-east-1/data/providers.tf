provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "production"
      Layer        = "data"
      Service      = "platform"
      CostCategory = "database"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}

provider "aws" {
  alias               = "storage"
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "production"
      Layer        = "data"
      Service      = "platform"
      CostCategory = "storage"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
